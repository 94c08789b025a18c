### What licences say, in plain words.

licences-title = Licences in plain words
licences-about = What each licence lets people do, whom it bars, and what it asks in return, clause by clause. What holds for you and your use depends on who you are: ask on the page of a resource.
licences-text = The text itself
licences-all = All licences
licences-unread = Nobody has read its text for this yet: answers about it are never better than “unclear”.
licences-what = What it lets people do
licences-bars = Whom and what it bars
licences-duties = What it asks in return
licences-result = Under which licence changed versions go on
licences-published = Published here under this licence
