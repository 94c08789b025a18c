### May we reuse this? The question, and the answer.

reuse-question = Dürfen wir das weiterverwenden?
reuse-as-the-node = nicht gesagt: wer diesen Knoten betreibt
reuse-acts = Was wollt ihr damit machen?
reuse-not-said = nicht gesagt
reuse-ask = Fragen

verdict-allowed = Ja.
verdict-allowed-with-duties = Ja, wenn ihr etwas dafür tut.
verdict-missing-facts = Das kommt darauf an: sagt uns mehr.
verdict-unclear = Der Text ist nicht eindeutig: fragt nach.
verdict-not-granted = Nicht unter dieser Lizenz: bittet um Erlaubnis.
verdict-forbidden = Nein: diese Lizenz schließt es aus. Wer sie vergeben hat, kann dennoch zustimmen.
verdict-unknown = Diese Lizenz kennen wir nicht.

reuse-alternative = Das gilt, wenn ihr { $licence } wählt.
reuse-settles = Beantwortet, was in den Fragen oben noch offen ist, und fragt noch einmal.
reuse-duties = Was ihr dafür tut
reuse-why = Warum: was die Lizenz sagt
reuse-facts = Wer das sagt
reuse-facts-of = Wer das sagt, über { $asker }
reuse-confirmed = bestätigt von { $by }: { $value }
reuse-denied = bestritten von { $by }, mit der Aussage: { $value }
reuse-no-longer = nicht mehr bestätigt von { $by }: { $value }
reuse-notice =
    Das ist eine Lesart der Lizenz und keine Rechtsberatung: es gilt der Text der Lizenz. Das Gesetz selbst erlaubt vielleicht mehr, zum Beispiel zum Zitieren oder für den Unterricht.
reuse-letter = Ein Brief mit der Bitte um Erlaubnis, fertig zum Abschicken
reuse-credit = So nennt ihr die, die es gemacht haben
reuse-own = Dieses Werk ist euer eigenes: ihr braucht von niemandem eine Erlaubnis, außer von denen, die Teile davon gemacht haben. Anderen wird gesagt:
reuse-no-licence = Nein: es gibt keine Lizenz. Bittet um Erlaubnis.
