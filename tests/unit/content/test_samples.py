from jupyter_hybrid.content.samples import sample_courses


def test_the_sample_courses_are_where_they_are_said_to_be():
    assert (sample_courses() / "python_for_analysts" / "course.yaml").is_file()
