"""SQLAlchemy rows, repositories and migrations behind the `Storage` port."""
