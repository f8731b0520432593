from store.folder import CaseFolder
from store.notebook import Label, Notebook


def test_the_last_label_of_an_account_and_topic_stands(folder: CaseFolder) -> None:
    notebook = Notebook(folder)
    notebook.put_label(Label("x:1", "elections", True, "read all posts", "ana", 1))
    notebook.put_label(Label("x:1", "elections", False, "read them again", "ben", 2))
    notebook.put_label(Label("x:2", "elections", True, "", "ana", 3))

    assert [(one.account, one.on_topic, one.made_by) for one in notebook.labels()] == [
        ("x:1", False, "ben"),
        ("x:2", True, "ana"),
    ]
