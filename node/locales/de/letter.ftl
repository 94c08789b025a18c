### A letter to whoever keeps a work, to ask for permission. $who is “person” if one person asks, “we” otherwise.

letter-greeting = Guten Tag,
letter-reuse =
    { $who ->
        [person] ich möchte euer Werk „{ $title }“ gern weiterverwenden.
       *[we] wir möchten euer Werk „{ $title }“ gern weiterverwenden.
    }
letter-terms = Es wird unter diesen Bedingungen angeboten: { $licence }.
letter-no-terms = { $who ->
        [person] Ich finde
       *[we] Wir finden
    } dabei keine Lizenz.
letter-kind =
    { $who ->
        [person] Ich frage als einzelne Person.
       *[we] Wer wir sind: { $kind }.
    }
letter-plan = Was geplant ist: { $acts }.
letter-in-the-way = Was dem im Weg steht, soweit { $who ->
        [person] ich sehe
       *[we] wir sehen
    }:
letter-unclear =
    { $who ->
        [person] Würdet ihr mir sagen, wie ihr eure Bedingungen hier versteht, oder mir die Erlaubnis schriftlich geben?
       *[we] Würdet ihr uns sagen, wie ihr eure Bedingungen hier versteht, oder uns die Erlaubnis schriftlich geben?
    }
letter-unknown = { $who ->
        [person] Ich kenne
       *[we] Wir kennen
    } diese Bedingungen nicht. Seid ihr mit dieser Verwendung einverstanden, und was erwartet ihr als Gegenleistung?
letter-forbidden = Die Lizenz schließt diese Verwendung aus, ihr könnt aber trotzdem zustimmen. Würdet ihr das tun, und unter welchen Bedingungen?
letter-ask =
    { $who ->
        [person] Würdet ihr mir diese Verwendung erlauben, und unter welchen Bedingungen?
       *[we] Würdet ihr uns diese Verwendung erlauben, und unter welchen Bedingungen?
    }
letter-thanks = Danke, dass ihr euer Werk mit anderen teilt.
letter-about = Das Werk, um das es geht: { $credit }
letter-sign = [Euer Name, und wie ihr zu erreichen seid]
letter-english = Derselbe Brief auf Englisch
