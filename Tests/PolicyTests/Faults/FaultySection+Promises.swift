import Testing

extension FaultySection {
    static let promises: [FaultySection] = [
        FaultySection(
            "a tier that does not exist",
            "tiers: { P0: {} }",
            [
                "line 3: tiers.P0: no such key; default, P1, P2, P3 and P4 are allowed"
            ]
        ),
        FaultySection(
            "a default tier that does not exist",
            "tiers: { default: urgent }",
            [
                "line 3: tiers.default: P1, P2, P3 or P4 is allowed"
            ]
        ),
        FaultySection(
            "a tier rule without a condition",
            "tiers: { P1: { rules: { always: {} } } }",
            [
                "line 3: tiers.P1.rules.always: the rule needs a condition"
            ]
        ),
        FaultySection(
            "a tier rule with an unknown condition",
            "tiers: { P1: { rules: { rich: { amount: 1000 } } } }",
            [
                "line 3: tiers.P1.rules.rich.amount: no such key; kinds, categories, channels, languages, words, waiting_over and verified are allowed"
            ]
        ),
        FaultySection(
            "a waiting time without a unit",
            "tiers: { P1: { rules: { late: { waiting_over: 24 } } } }",
            [
                "line 3: tiers.P1.rules.late.waiting_over: a duration from 1m to 365d is allowed, such as 90s, 15m, 1h30m or 7d"
            ]
        ),
        FaultySection(
            "a promise without a metric",
            "promises: { quick: { target: 1h } }",
            [
                "line 3: promises.quick: `metric` is needed"
            ]
        ),
        FaultySection(
            "a promise without a target",
            "promises: { quick: { metric: first_response } }",
            [
                "line 3: promises.quick: `target` is needed"
            ]
        ),
        FaultySection(
            "a metric that does not exist",
            "promises: { quick: { metric: first_reply, target: 1h } }",
            [
                "line 3: promises.quick.metric: update, resolution, department, moderation, stage, first_response, next_response, requester_wait, agent_work or assignee_response is allowed"
            ]
        ),
        FaultySection(
            "a target of no time",
            "promises: { quick: { metric: update, target: 0s } }",
            [
                "line 3: promises.quick.target: a duration from 1s to 365d is allowed, such as 90s, 15m, 1h30m or 7d"
            ]
        ),
        FaultySection(
            "a target with its units reversed",
            "promises: { quick: { metric: update, target: 30m1h } }",
            [
                "line 3: promises.quick.target: a duration from 1s to 365d is allowed, such as 90s, 15m, 1h30m or 7d"
            ]
        ),
        FaultySection(
            "a promise in an unknown calendar",
            "calendars: { office: { zone: UTC, week: { mon: [\"08:00-12:00\"] } } }\npromises: { quick: { metric: update, target: 1h, hours: night } }",
            [
                "line 4: promises.quick.hours: no calendar is called night; allowed: office"
            ]
        ),
        FaultySection(
            "a promise of no kind",
            "promises: { quick: { metric: update, target: 1h, kinds: [] } }",
            [
                "line 3: promises.quick.kinds: at least one is needed; leave the key out for all"
            ]
        ),
        FaultySection(
            "a promise about an unknown category",
            "promises: { quick: { metric: update, target: 1h, categories: [refund] } }",
            [
                "line 3: promises.quick.categories[0]: no category is called refund; the file has none under `categories`"
            ]
        ),
        FaultySection(
            "a warning after the breach",
            "promises: { quick: { metric: update, target: 1h, warn: [100%] } }",
            [
                "line 3: promises.quick.warn[0]: a share of the target from 1% to 99%, or a time before the breach such as 30m, is allowed"
            ]
        ),
        FaultySection(
            "a pause that the metric does not have",
            "promises: { quick: { metric: first_response, target: 1h, pauses: [user] } }",
            [
                "line 3: promises.quick: user does not pause the clock first_response; nothing does"
            ]
        ),
        FaultySection(
            "another pause that the metric does not have",
            "promises: { wait: { metric: requester_wait, target: 1h, pauses: [user, department] } }",
            [
                "line 3: promises.wait: department does not pause the clock requester_wait; allowed is user"
            ]
        ),
        FaultySection(
            "departments of another metric",
            "departments: { it: {} }\npromises: { quick: { metric: update, target: 1h, departments: [it] } }",
            [
                "line 4: promises.quick: `departments` goes with the metric department only"
            ]
        ),
        FaultySection(
            "a stage that no kind has",
            "promises: { quick: { metric: stage, target: 1h, stages: [review] } }",
            [
                "line 3: promises.quick.stages[0]: no stage is called review; the file has none under `routing.kinds`"
            ]
        ),
        FaultySection(
            "an unknown ladder",
            "promises: { quick: { metric: update, target: 1h, ladder: standard } }",
            [
                "line 3: promises.quick.ladder: no ladder is called standard; the file has none under `ladder`"
            ]
        ),
        FaultySection(
            "a promise that replaces itself",
            "promises: { quick: { metric: update, target: 1h, replaces: [quick] } }",
            [
                "line 3: promises.quick: quick and quick cannot replace each other"
            ]
        ),
        FaultySection(
            "promises that replace each other",
            "promises:\n  a: { metric: update, target: 1h, replaces: [b] }\n  b: { metric: update, target: 1h, replaces: [a] }",
            [
                "line 4: promises.a: a and b cannot replace each other",
                "line 5: promises.b: b and a cannot replace each other",
            ]
        ),
        FaultySection(
            "a promise that replaces another metric's",
            "promises:\n  a: { metric: update, target: 1h }\n  b: { metric: resolution, target: 1h, replaces: [a] }",
            [
                "line 5: promises.b: a promise replaces those of its own metric only; a is about update"
            ]
        ),
        FaultySection(
            "a ladder without a level",
            "ladder: { standard: { levels: [] } }",
            [
                "line 3: ladder.standard.levels: at least one level is needed"
            ]
        ),
        FaultySection(
            "a level that calls nobody",
            "ladder: { standard: { levels: [{ notify: [] }] } }",
            [
                "line 3: ladder.standard.levels[0]: a level calls somebody"
            ]
        ),
        FaultySection(
            "a level that calls somebody unknown",
            "ladder: { standard: { levels: [{ notify: [boss] }] } }",
            [
                "line 3: ladder.standard.levels[0].notify[0]: assignee, team, senior or department is allowed"
            ]
        ),
        FaultySection(
            "a level that waits for ever",
            "ladder:\n  standard:\n    levels:\n      - { notify: [assignee] }\n      - { notify: [senior] }",
            [
                "line 6: ladder.standard.levels[0]: `acknowledge_within` is needed: without it the next level is never called"
            ]
        ),
        FaultySection(
            "an escalation to nowhere",
            "escalation: { reasons: { overdue: Overdue } }\nladder: { standard: { levels: [{ notify: [team], escalate: { reason: overdue } }] } }",
            [
                "line 4: ladder.standard.levels[0].escalate: one of `team` and `department` is needed"
            ]
        ),
        FaultySection(
            "an escalation for an unknown reason",
            "teams: { seniors: {} }\nladder: { standard: { levels: [{ notify: [team], escalate: { team: seniors, reason: late } }] } }",
            [
                "line 4: ladder.standard.levels[0].escalate.reason: no reason for an escalation is called late; the file has none under `escalation.reasons`"
            ]
        ),
    ]
}
