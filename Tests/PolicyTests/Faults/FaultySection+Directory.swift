import Testing

extension FaultySection {
    static let directory: [FaultySection] = [
        FaultySection(
            "a section as a list",
            "teams: [payments]",
            [
                "line 3: teams: a mapping of names is allowed"
            ]
        ),
        FaultySection(
            "a section with nothing in it",
            "categories:",
            [
                "line 3: categories: a mapping of names is allowed"
            ]
        ),
        FaultySection(
            "an unknown key in a section",
            "report: { timezone: UTC }",
            [
                "line 3: report.timezone: no such key; zone, minimum_n, schedules, gaming and staff are allowed"
            ]
        ),
        FaultySection(
            "a zone that does not exist",
            "report: { zone: Africa/Joburg }",
            [
                "line 3: report.zone: the name of an IANA time zone is allowed, such as Africa/Johannesburg"
            ]
        ),
        FaultySection(
            "a zone of half hours for reports",
            "report: { zone: Asia/Kolkata }",
            [
                "line 3: report.zone: a zone whose offset is whole hours is allowed, since figures are kept by the hour of UTC"
            ]
        ),
        FaultySection(
            "a zone of half hours in summer for reports",
            "report: { zone: Australia/Lord_Howe }",
            [
                "line 3: report.zone: a zone whose offset is whole hours is allowed, since figures are kept by the hour of UTC"
            ]
        ),
        FaultySection(
            "a minimum of none",
            "report: { minimum_n: 0 }",
            [
                "line 3: report.minimum_n: a whole number from 1 to 1000000 is allowed"
            ]
        ),
        FaultySection(
            "a schedule without a report",
            "report: { schedules: { weekly: { at: '07:00', to: [] } } }",
            [
                "line 3: report.schedules.weekly: `report` is needed"
            ]
        ),
        FaultySection(
            "a schedule to nobody's address",
            "report: { schedules: { weekly: { report: weekly, at: '07:00', to: [office] } } }",
            [
                "line 3: report.schedules.weekly.to[0]: an e-mail address is allowed"
            ]
        ),
        FaultySection(
            "a schedule at an impossible time",
            "report: { schedules: { weekly: { report: weekly, at: '24:00', to: [] } } }",
            [
                "line 3: report.schedules.weekly.at: a time from 00:00 to 23:59 is allowed"
            ]
        ),
        FaultySection(
            "a category's unknown parent",
            "categories: { refund: { parent: payment } }",
            [
                "line 3: categories.refund.parent: no category is called payment; allowed: refund"
            ]
        ),
        FaultySection(
            "a category below itself",
            "categories:\n  a: { parent: b }\n  b: { parent: a }",
            [
                "line 4: categories.a: a category cannot stand below itself"
            ]
        ),
        FaultySection(
            "a category's name with blanks",
            "categories: { Ad approval: {} }",
            [
                "line 3: categories.Ad approval: a name is 1 to 64 of the characters a-z 0-9 _ -, a letter or digit first"
            ]
        ),
        FaultySection(
            "a kind of two categories",
            "categories:\n  a: { kinds: [refund] }\n  b: { kinds: [refund] }",
            [
                "line 5: categories.b: refund is a kind of a already"
            ]
        ),
        FaultySection(
            "a kind that does not exist",
            "categories: { a: { kinds: [claim] } }",
            [
                "line 3: categories.a.kinds[0]: conversation, verification, suspension, appeal, listing, visibility, payment, refund, dispute, flag or platform_issue is allowed"
            ]
        ),
        FaultySection(
            "keywords that name no language",
            "categories: { a: { keywords: [refund] } }",
            [
                "line 3: categories.a.keywords: a mapping of BCP 47 language tags is allowed"
            ]
        ),
        FaultySection(
            "keywords in an impossible language",
            "categories: { a: { keywords: { english!: [refund] } } }",
            [
                "line 3: categories.a.keywords.english!: a BCP 47 language tag is allowed, such as en or pt-BR"
            ]
        ),
        FaultySection(
            "no keyword in a language",
            "categories: { a: { keywords: { en: [] } } }",
            [
                "line 3: categories.a.keywords.en: at least one word is needed"
            ]
        ),
        FaultySection(
            "a keyword twice",
            "categories: { a: { keywords: { en: [refund, refund] } } }",
            [
                "line 3: categories.a.keywords.en: each comes once in the list"
            ]
        ),
        FaultySection(
            "an unknown team",
            "categories: { a: { team: payments } }\nteams: { payment: {} }",
            [
                "line 3: categories.a.team: no team is called payments; allowed: payment"
            ]
        ),
        FaultySection(
            "a fifth tier",
            "categories: { a: { tier: P5 } }",
            [
                "line 3: categories.a.tier: P1, P2, P3 or P4 is allowed"
            ]
        ),
        FaultySection(
            "a team's unknown calendar",
            "calendars: { office: { zone: UTC, week: { mon: [\"08:00-12:00\"] } } }\nteams: { payments: { calendar: always } }",
            [
                "line 4: teams.payments.calendar: no calendar is called always; allowed: office"
            ]
        ),
        FaultySection(
            "a team's impossible language",
            "teams: { payments: { languages: [e] } }",
            [
                "line 3: teams.payments.languages[0]: a BCP 47 language tag is allowed, such as en or pt-BR"
            ]
        ),
        FaultySection(
            "a team's impossible region",
            "teams: { payments: { regions: [UK] } }",
            [
                "line 3: teams.payments.regions[0]: an ISO 3166 country code is allowed, such as ZA"
            ]
        ),
        FaultySection(
            "a capacity of none",
            "teams: { payments: { capacity: 0 } }",
            [
                "line 3: teams.payments.capacity: a whole number from 1 to 1000 is allowed"
            ]
        ),
        FaultySection(
            "a department with a team's name",
            "teams: { legal: {} }\ndepartments: { legal: {} }",
            [
                "line 4: departments.legal: a team has the same name; another name is needed, since cases are escalated to either"
            ]
        ),
        FaultySection(
            "a department's unknown team",
            "departments: { legal: { team: lawyers } }",
            [
                "line 3: departments.legal.team: no team is called lawyers; the file has none under `teams`"
            ]
        ),
        FaultySection(
            "a department's impossible address",
            "departments: { legal: { email: legal } }",
            [
                "line 3: departments.legal.email: an e-mail address is allowed"
            ]
        ),
    ]
}
