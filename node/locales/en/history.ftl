### How a record came to be, what was contributed to it over time, and asking that it goes.

history-title = History
history-about = Every change of this record, the last first. Changing does not remove what stood there before. A date stands only where whoever wrote says one: a node knows in which order changes build on each other, not when they were made.
history-conflict = Put at the same time, and not settled:
# $day: the day on which a change says it was written
history-claimed = on { $day }, as they say
history-adopted = Taken back in by a member.
history-does-not-count = Does not count:
history-proposed = proposed, not approved by enough members
# $count (Number): how many more things a change did
history-and-more = and { $count } more

# What a change did to a field.
history-did-set = set
history-did-cleared = cleared
history-did-worded = worded anew
history-did-added = added
history-did-removed = taken away
history-did-approved = approves
history-did-objected = objects
history-did-withdrew-objection = takes an objection back
history-did-adopted = takes a change back in

# Why a change does not count.
history-why-not-set-aside = a recovery set aside the decision that it rests on
history-why-not-contested = members disagree on who may sign, and it rests on one of two decisions
history-why-not-list-missing = its key was removed, and the list of what still counts is not here yet
history-why-not-key-removed = its key was removed, and the members who did so did not list it
history-why-not-not-known = who could sign it is not known here

series-to = What was contributed to it
series-of = What they contributed
series-when = When
series-no-time = no time said
series-not-said = not said
series-more = There are more than are counted here.
# $count of $all (Numbers): how many contributions are acknowledged
series-acknowledged = { $count } of { $all } acknowledged

# What can be done on the page of a record.
record-acts = What you can do
record-edit = Change it
record-contribute = I contributed to it

report-title = Report
report-about = Is something here that should not be: somebody’s data, an insult, a work that is not theirs? Whoever runs this node reads it, and may withhold the record here or ask those who keep it. You need no account.
report-what = What is it about?
report-what-hint = The address of its page, or its id.
report-why = Why should it go?
report-contact = How to reach you
report-contact-hint = Only if you want to. Only whoever runs this node sees it.
report-send = Send
report-kept = Your report was kept
report-kept-about = Whoever runs this node will answer. With this code, and only with it, you can read the answer:
report-kept-once = It is shown this once: write it down.
report-back = Back to the record
report-answer-title = What became of a report
report-code = The code of your report
report-look = Look
# $day: when the report was made
report-of-day = Reported on { $day }:
report-passed-on = Those who keep the record were asked as well.

# What became of a report.
report-state-open = it waits for an answer
report-state-refused = the record stays
report-state-settled = it was dealt with
report-state-withheld = the record is withheld on this node
report-state-shown-again = the record was withheld, and is shown again
report-state-hidden = those who keep the record have hidden it
report-state-gone = the record was erased for good
