### What waits for an answer or a decision of ours.

waiting-title = What waits for you
waiting-nothing = Nothing waits for you.
waiting-decide = To be decided by members
waiting-answer = To be answered
waiting-strangers = From those whom nobody trusted here has introduced
waiting-more = There is more: it shows when these are answered.

# What somebody waits for; what it is about follows after a colon.
waiting-what-contribution = Contribution
waiting-what-question = Question
waiting-what-removal = Asks that it goes
waiting-what-claim = Says that your listing is about them
waiting-what-reply = Reply to you
waiting-what-agreement = Agreement proposed
waiting-what-part = Your part, in a work under a licence you have not agreed to

waiting-acknowledge = Acknowledge
waiting-question = Question it
waiting-question-why = What do you doubt?
waiting-reply = Reply
waiting-reply-text = Your reply, which everybody can read
waiting-look = Look at it

unit-hour = hours
unit-day = days

done-acknowledged = Acknowledged: everybody can see it now.
done-questioned = Your question stands beside it now.
done-replied = Your reply stands beside it now.
