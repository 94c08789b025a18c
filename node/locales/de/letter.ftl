### A letter to whoever keeps a work, to ask for permission. $who is “person” if one person asks, “we” otherwise.

letter-greeting = Guten Tag,
letter-reuse =
    { $who ->
        [person] ich möchte euer Werk gern weiterverwenden.
       *[we] wir möchten euer Werk gern weiterverwenden.
    }
letter-terms = Es wird unter diesen Bedingungen angeboten: { $licence }.
letter-no-terms = Eine Lizenz ist dabei nicht zu finden.
letter-kind =
    { $who ->
        [person] Ich frage als einzelne Person.
       *[we] Wer wir sind: { $kind }.
    }
letter-plan = Was geplant ist: { $acts }.
letter-in-the-way = Was dem im Weg steht, soweit { $who ->
        [person] ich sehe
       *[we] wir sehen
    }: { $reason }
letter-open = Ob eure Bedingungen es erlauben, hängt davon ab, was noch zu klären ist:
letter-already = Wenn ihr schon sagen könnt, ob ihr einverstanden seid, wäre das schön.
letter-unclear =
    { $who ->
        [person] Würdet ihr mir sagen, wie ihr eure Bedingungen hier versteht, oder mir die Erlaubnis schriftlich geben?
       *[we] Würdet ihr uns sagen, wie ihr eure Bedingungen hier versteht, oder uns die Erlaubnis schriftlich geben?
    }
letter-unknown = Diese Bedingungen sind hier nicht bekannt. Seid ihr mit dieser Verwendung einverstanden, und was erwartet ihr als Gegenleistung?
letter-forbidden = Die Lizenz schließt diese Verwendung aus, und ihr könnt trotzdem zustimmen. Würdet ihr das tun, und unter welchen Bedingungen?
letter-ask =
    { $who ->
        [person] Würdet ihr mir diese Verwendung erlauben, und unter welchen Bedingungen?
       *[we] Würdet ihr uns diese Verwendung erlauben, und unter welchen Bedingungen?
    }
letter-thanks = Danke, dass ihr euer Werk mit anderen teilt.
letter-about = Das Werk, um das es geht: { $credit }
letter-english = Derselbe Brief auf Englisch
