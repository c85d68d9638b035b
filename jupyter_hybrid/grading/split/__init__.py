"""Python: answers and tests in processes of their own, with only data between them."""
