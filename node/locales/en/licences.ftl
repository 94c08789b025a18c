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
# What holds where none of the conditions before does.
licences-otherwise = in all other cases
# $conditions: such as “whether anyone pays: yes”
licences-only-where = only where this holds: { $conditions }

# Where an answer is from, if from no clause of the licence: its summary, what the steward allows beyond it, or an agreement.
clause-deed = deed
clause-permission = permission { $number }
clause-agreement = agreement { $id }
licences-clause = Clause { $clause }
