import Testing

extension FaultySection {
    static let notices: [FaultySection] = [
        FaultySection(
            "a template without texts",
            "templates: { hello: {} }",
            [
                "line 3: templates.hello: `texts` is needed"
            ]
        ),
        FaultySection(
            "a template without the fallback language",
            "templates: { hello: { texts: { fr: Bonjour } } }",
            [
                "line 3: templates.hello.texts: a text in en is needed, for readers of other languages"
            ]
        ),
        FaultySection(
            "an unknown variable",
            "templates: { hello: { texts: { en: \"Hello {{user}}\" } } }",
            [
                "line 3: templates.hello.texts.en: the variable user is not among those of the template: admin_name, amount, answer, appeal, articles, asked, case, cases, category, comment, conversation, count, counterparty_name, currency, department_name, due, escalation_reason, eta, expected_reply, kind, link, next_steps, not_solved_link, note, opened_at, outcome, period, points, promise, rating, reason, remaining, resolved_at, respond_by, root_cause, stage, subject, summary, survey_link, team_name, text, tier, unsubscribe_link, until, user_name, waiting_since, why"
            ]
        ),
        FaultySection(
            "a variable that is not among the template's",
            "templates: { hello: { variables: [case], texts: { en: \"Hello {{user_name}}\" } } }",
            [
                "line 3: templates.hello.texts.en: the variable user_name is not among those of the template: case"
            ]
        ),
        FaultySection(
            "a variable that no template has",
            "templates: { hello: { variables: [wife_name], texts: { en: Hello } } }",
            [
                "line 3: templates.hello.variables[0]: one of the variables that templates can have is allowed: admin_name, amount, answer, appeal, articles, asked, case, cases, category, comment, conversation, count, counterparty_name, currency, department_name, due, escalation_reason, eta, expected_reply, kind, link, next_steps, not_solved_link, note, opened_at, outcome, period, points, promise, rating, reason, remaining, resolved_at, respond_by, root_cause, stage, subject, summary, survey_link, team_name, text, tier, unsubscribe_link, until, user_name, waiting_since, why"
            ]
        ),
        FaultySection(
            "a tag that is not closed",
            "templates: { hello: { texts: { en: \"Hello {{user_name\" } } }",
            [
                "line 3: templates.hello.texts.en: not Mustache: a tag is not closed: {{user_name"
            ]
        ),
        FaultySection(
            "a section that is not closed",
            "templates: { hello: { texts: { en: \"{{#reason}}Since\" } } }",
            [
                "line 3: templates.hello.texts.en: not Mustache: {{#reason}} is not closed"
            ]
        ),
        FaultySection(
            "a section closed twice",
            "templates: { hello: { texts: { en: \"{{#reason}}Since{{/reason}}{{/reason}}\" } } }",
            [
                "line 3: templates.hello.texts.en: not Mustache: {{/reason}} closes what is not open"
            ]
        ),
        FaultySection(
            "a tag that names nothing",
            "templates: { hello: { texts: { en: \"Hello {{ }}\" } } }",
            [
                "line 3: templates.hello.texts.en: not Mustache: a tag holds a name: {{ }}"
            ]
        ),
        FaultySection(
            "an unknown template in a template",
            "templates: { hello: { texts: { en: \"Hello {{> footer}}\" } } }",
            [
                "line 3: templates.hello.texts.en: no template is called footer; allowed: hello"
            ]
        ),
        FaultySection(
            "a fallback that is no language",
            "templates: { fallback: [English please] }",
            [
                "line 3: templates.fallback[0]: a BCP 47 language tag is allowed, such as en or pt-BR"
            ]
        ),
        FaultySection(
            "a notice that does not exist",
            "notices: { user: { birthday: {} } }",
            [
                "line 3: notices.user.birthday: no such key; received, assigned, replied, updated, waiting, reminder, escalated, resolved, reopened, survey, decided, progress, reward, respond_by and auto_answered are allowed"
            ]
        ),
        FaultySection(
            "a notice in an unknown template",
            "notices: { user: { received: { template: received } } }",
            [
                "line 3: notices.user.received.template: no template is called received; the file has none under `templates`"
            ]
        ),
        FaultySection(
            "a channel that does not exist",
            "notices: { user_channels: [fax] }",
            [
                "line 3: notices.user_channels[0]: email, webhook or in_app is allowed"
            ]
        ),
        FaultySection(
            "no channel",
            "notices: { admin_channels: [] }",
            [
                "line 3: notices.admin_channels: at least one channel is needed"
            ]
        ),
        FaultySection(
            "quiet hours that are no hours",
            "notices: { quiet_hours: night }",
            [
                "line 3: notices.quiet_hours: hours are allowed such as 21:00-07:00"
            ]
        ),
        FaultySection(
            "mail from nowhere, under no name",
            "notices: { mail: { name: \"\", from: messages, reply_to: \"help @example.org\", bounces: 5 } }",
            [
                "line 3: notices.mail.name: a text of 1 to 200 bytes is allowed",
                "line 3: notices.mail.from: an e-mail address is allowed",
                "line 3: notices.mail.reply_to: an e-mail address is allowed",
                "line 3: notices.mail.bounces: an e-mail address is allowed",
            ]
        ),
        FaultySection(
            "mail terms that do not exist",
            "notices: { mail: { form: messages@example.org } }",
            [
                "line 3: notices.mail.form: no such key; name, from, reply_to and bounces are allowed"
            ]
        ),
        FaultySection(
            "mail terms that are no mapping",
            "notices: { mail: messages@example.org }",
            [
                "line 3: notices.mail: a mapping such as { name: SayPro, from: help@example.org } is allowed"
            ]
        ),
        FaultySection(
            "links that are not encrypted, not ASCII, or no links",
            "notices: { links: { user: \"http://example.org/{conversation}\", admin: office, help: \"https://exämple.org\" } }",
            [
                "line 3: notices.links.user: an https address is allowed, with {case} or {conversation}",
                "line 3: notices.links.admin: an https address is allowed, with {case} or {conversation}",
                "line 3: notices.links.help: an https address is allowed",
            ]
        ),
        FaultySection(
            "links with places that they do not have",
            "notices: { links: { not_solved: \"https://example.org/{token}\", survey: \"https://example.org/{case}\", unsubscribe: \"https://example.org/{user}\", report: \"https://example.org/{token}\" } }",
            [
                "line 3: notices.links.not_solved: an https address is allowed, with {case} or {conversation}",
                "line 3: notices.links.survey: an https address is allowed, with {token}",
                "line 3: notices.links.unsubscribe: an https address is allowed, with {token}",
                "line 3: notices.links.report: an https address is allowed, with {kind} or {period}",
            ]
        ),
        FaultySection(
            "a link that does not exist",
            "notices: { links: { unsubscribed: \"https://example.org/{token}\" } }",
            [
                "line 3: notices.links.unsubscribed: no such key; user, admin, not_solved, survey, unsubscribe, report and help are allowed"
            ]
        ),
        FaultySection(
            "a receipt that is somewhat essential",
            "notices: { user: { resolved: { essential: mostly } } }",
            [
                "line 3: notices.user.resolved.essential: true or false is allowed"
            ]
        ),
        FaultySection(
            "a digest at no time",
            "notices: { digest: { days: [mon] } }",
            [
                "line 3: notices.digest: `at` is needed"
            ]
        ),
        FaultySection(
            "more automatic replies than are safe",
            "notices: { automatic_replies: { at_most: 50 } }",
            [
                "line 3: notices.automatic_replies.at_most: a whole number from 0 to 10 is allowed"
            ]
        ),
    ]
}
