import Testing

extension FaultySection {
    static let routing: [FaultySection] = [
        FaultySection(
            "only listed reasons for an escalation, and none listed",
            "escalation: { only_listed_reasons: true }",
            ["line 3: escalation: without a reason, no case could be escalated"]
        ),
        FaultySection(
            "an unknown department",
            "categories: { a: {} }\nescalation: { departments: { a: legal } }",
            [
                "line 4: escalation.departments.a: no department is called legal; the file has none under `departments`"
            ]
        ),
        FaultySection(
            "a department of an unknown category",
            "departments: { legal: {} }\nescalation: { departments: { a: legal } }",
            [
                "line 4: escalation.departments.a: no category is called a; the file has none under `categories`"
            ]
        ),
        FaultySection(
            "a budget that is no share",
            "escalation: { budget: { share: 5 } }",
            [
                "line 3: escalation.budget.share: a share from 0% to 100% is allowed, such as 75% or 0.5%"
            ]
        ),
        FaultySection(
            "a budget's warnings in disorder",
            "escalation: { budget: { warn: [80%, 50%] } }",
            [
                "line 3: escalation.budget.warn: each share must be greater than the one before"
            ]
        ),
        FaultySection(
            "a reopen window in words",
            "routing: { reopen_window: a week }",
            [
                "line 3: routing.reopen_window: a duration from 0s to 365d is allowed, such as 90s, 15m, 1h30m or 7d"
            ]
        ),
        FaultySection(
            "a reminder after the end",
            "routing: { auto_resolve: { after: 2d, reminders: [3d] } }",
            [
                "line 3: routing.auto_resolve.reminders: each reminder comes after the one before, and before `after`"
            ]
        ),
        FaultySection(
            "an end without its time",
            "routing: { auto_resolve: { reminders: [3d] } }",
            [
                "line 3: routing.auto_resolve: `after` is needed"
            ]
        ),
        FaultySection(
            "language given up before region",
            "routing: { widening: { language: 70%, anyone: 30% } }",
            [
                "line 3: routing.widening: `language` is at most `anyone`: the region is given up before the language"
            ]
        ),
        FaultySection(
            "team given up after skills",
            "routing: { widening: { team: 70%, language: 30%, anyone: 60% } }",
            [
                "line 3: routing.widening: `team` is at most `anyone`: the team is given up before the skills"
            ]
        ),
        FaultySection(
            "an unknown dedicated team",
            "routing: { dedicated: { P1: experts } }",
            [
                "line 3: routing.dedicated.P1: no team is called experts; the file has none under `teams`"
            ]
        ),
        FaultySection(
            "an unknown kind",
            "routing: { kinds: { claim: {} } }",
            [
                "line 3: routing.kinds.claim: no such key; conversation, verification, suspension, appeal, listing, visibility, payment, refund, dispute, flag and platform_issue are allowed"
            ]
        ),
        FaultySection(
            "a reason for an outcome of another kind",
            "routing: { kinds: { refund: { reasons: { late: { outcomes: [approved] } } } } }",
            [
                "line 3: routing.kinds.refund.reasons.late.outcomes[0]: paid or refused is allowed for refund",
                "line 3: routing.kinds.refund.reasons.late: `next_steps` is needed: the user is told how to put right what is refused",
            ]
        ),
        FaultySection(
            "a rejection without next steps",
            "routing: { kinds: { listing: { reasons: { poor: { outcomes: [rejected] } } } } }",
            [
                "line 3: routing.kinds.listing.reasons.poor: `next_steps` is needed: the user is told how to put right what is rejected"
            ]
        ),
        FaultySection(
            "listed reasons only, and none listed",
            "routing: { kinds: { refund: { only_listed_reasons: true } } }",
            [
                "line 3: routing.kinds.refund: without a reason, refused is impossible"
            ]
        ),
        FaultySection(
            "a confidence above everything",
            "triage: { confidence: 101% }",
            [
                "line 3: triage.confidence: a share from 0% to 100% is allowed, such as 75% or 0.5%"
            ]
        ),
        FaultySection(
            "an unknown default category",
            "triage: { default_category: general }",
            [
                "line 3: triage.default_category: no category is called general; the file has none under `categories`"
            ]
        ),
        FaultySection(
            "a rule without a condition",
            "triage: { rules: { odd: { spam: true } } }",
            [
                "line 3: triage.rules.odd: `when` is needed"
            ]
        ),
        FaultySection(
            "a rule with an empty condition",
            "triage: { rules: { odd: { when: {}, spam: true } } }",
            [
                "line 3: triage.rules.odd.when: the rule needs a condition"
            ]
        ),
        FaultySection(
            "a rule that does nothing",
            "triage: { rules: { odd: { when: { channels: [email] } } } }",
            [
                "line 3: triage.rules.odd: the rule does nothing; `category`, `tier` or `spam: true` is needed"
            ]
        ),
        FaultySection(
            "a rule about an unknown source",
            "triage: { rules: { odd: { when: { sources: [fax] }, spam: true } } }",
            [
                "line 3: triage.rules.odd.when.sources[0]: no source is called fax; allowed: web"
            ]
        ),
        FaultySection(
            "a rule about an unknown channel",
            "triage: { rules: { odd: { when: { channels: [fax] }, spam: true } } }",
            [
                "line 3: triage.rules.odd.when.channels[0]: web, email, social, api or in_app is allowed"
            ]
        ),
        FaultySection(
            "suspect beyond spam",
            "triage: { screening: { spam: 50%, suspect: 60% } }",
            [
                "line 3: triage.screening: `suspect` is at most `spam`: what is spam is suspect too"
            ]
        ),
        FaultySection(
            "a blocked address that is none",
            "triage: { screening: { blocked_addresses: [spam] } }",
            [
                "line 3: triage.screening.blocked_addresses[0]: an e-mail address, or a domain such as @example.org, is allowed"
            ]
        ),
        FaultySection(
            "a folder elsewhere",
            "knowledge: { folder: ../articles }",
            [
                "line 3: knowledge.folder: the name of a folder beside this file is allowed, such as knowledge"
            ]
        ),
        FaultySection(
            "a suggestion surer than an answer",
            "knowledge: { confidence: 50%, suggestion: 60% }",
            [
                "line 3: knowledge: `suggestion` is at most `confidence`: what is sent is worth suggesting too"
            ]
        ),
        FaultySection(
            "an answer in an unknown template",
            "knowledge: { template: answer }",
            [
                "line 3: knowledge.template: no template is called answer; the file has none under `templates`"
            ]
        ),
    ]
}
