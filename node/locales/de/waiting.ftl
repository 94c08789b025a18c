### What waits for an answer or a decision of ours.

waiting-title = Was auf euch wartet
waiting-nothing = Auf euch wartet nichts.
waiting-decide = Von den Mitgliedern zu entscheiden
waiting-answer = Zu beantworten
waiting-strangers = Von anderen: niemand, dem hier vertraut wird, hat sie empfohlen
waiting-more = Es gibt noch mehr: es erscheint, wenn das hier beantwortet ist.

# What somebody waits for; what it is about follows after a colon.
waiting-what-contribution = Beitrag
waiting-what-question = In Frage gestellt
waiting-what-removal = Bitte um Entfernung
waiting-what-claim = Bezieht euren Verzeichniseintrag auf sich
waiting-what-reply = Antwort an euch
waiting-what-agreement = Vereinbarung vorgeschlagen
waiting-what-part = Euer Teil, in einem Werk unter einer Lizenz, der ihr nicht zugestimmt habt

waiting-acknowledge = Anerkennen
waiting-question = In Frage stellen
waiting-question-why = Woran zweifelt ihr?
waiting-reply = Antworten
waiting-reply-text = Eure Antwort, die alle lesen können
waiting-look = Ansehen

unit-hour = Stunden
unit-day = Tage

done-acknowledged = Anerkannt: alle können es jetzt sehen.
done-questioned = Euer Zweifel steht jetzt daneben.
done-replied = Eure Antwort steht jetzt daneben.
