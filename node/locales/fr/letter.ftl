### A letter to whoever keeps a work, to ask for permission. $who is “person” if one person asks, “we” otherwise.

letter-greeting = Bonjour,
letter-reuse =
    { $who ->
        [person] Je souhaiterais réutiliser votre œuvre.
       *[we] Nous souhaiterions réutiliser votre œuvre.
    }
letter-terms = Elle est proposée à ces conditions : { $licence }.
letter-no-terms = Je n’y trouve aucune licence.
letter-kind =
    { $who ->
        [person] Je demande à titre personnel.
       *[we] Qui nous sommes : { $kind }.
    }
letter-plan = Ce qui est prévu : { $acts }.
letter-in-the-way = Ce qui s’y oppose, { $who ->
        [person] pour autant que je puisse en juger
       *[we] pour autant que nous puissions en juger
    } : { $reason }
letter-open = Savoir si vos conditions le permettent dépend de ce qui reste à éclaircir :
letter-already = Si vous pouvez déjà dire si vous êtes d’accord, dites-le, s’il vous plaît.
letter-unclear =
    { $who ->
        [person] Pourriez-vous me dire comment vous comprenez ici vos conditions, ou me donner votre autorisation par écrit ?
       *[we] Pourriez-vous nous dire comment vous comprenez ici vos conditions, ou nous donner votre autorisation par écrit ?
    }
letter-unknown = Je ne connais pas ces conditions. Êtes-vous d’accord avec cet usage, et que demandez-vous en contrepartie ?
letter-forbidden = La licence exclut cet usage, et vous pouvez tout de même en convenir autrement. Le feriez-vous, et à quelles conditions ?
letter-ask =
    { $who ->
        [person] Me donneriez-vous l’autorisation pour cet usage, et à quelles conditions ?
       *[we] Nous donneriez-vous l’autorisation pour cet usage, et à quelles conditions ?
    }
letter-thanks = Merci de partager votre œuvre.
letter-about = L’œuvre dont il s’agit : { $credit }
letter-english = La même lettre en anglais
