import Contract
import Pipeline
import Postgres
import Satisfaction
import SiteKit
import Testing

@testable import Survey

/// The page on which users answer, over HTTP and a real database.
@Suite struct PageTests {
    /// A desk with one survey that is out and can be answered now.
    private func desk() async throws -> SurveyDesk {
        let desk = try await SurveyDesk.open()
        let now = Instant.now() - .seconds(7200)
        try await desk.resolve(now.description)
        try await desk.pass(to: Instant.now().description)
        return desk
    }

    /// Lets the desk take the letters that the page has sent.
    private func takeLetters(_ desk: SurveyDesk) async throws {
        let rows = try await desk.rows("SELECT kind, conversation, fields FROM pipeline.mail_survey ORDER BY id")
        let letters = try rows.map { row in
            desk.letter(row.text(0), try Fields(json: row.text(2)), conversation: row.text(1))
        }
        try await desk.handle(letters, at: Instant.now().description)
        _ = try await desk.rows("DELETE FROM pipeline.mail_survey")
    }

    private static let fingerprint = """
        SELECT md5(string_agg(s::text, '')) || (SELECT count(*) FROM survey.answers) ||
               (SELECT count(*) FROM pipeline.mail_survey)
        FROM survey.surveys AS s
        """

    @Test func `a mail scanner that opens and HEADs a link a hundred times records nothing`() async throws {
        let desk = try await desk()
        let before = try await desk.texts(Self.fingerprint)
        try await RunningSite.run(desk) { page async throws -> Void in
            for _ in 0..<50 {
                for method in ["GET", "HEAD"] {
                    let answer = try await page.ask("/survey/\(desk.token)", method: method)
                    #expect(answer.status == 200)
                    #expect(answer["Content-Security-Policy"]?.hasPrefix("default-src 'none'") == true)
                    #expect(answer["Cache-Control"] == "no-store")
                }
            }
        }
        #expect(try await desk.texts(Self.fingerprint) == before)
        await desk.close()
    }

    @Test func `a form that is sent is an answer, shown again when the page is opened`() async throws {
        let desk = try await desk()
        try await RunningSite.run(desk) { page async throws -> Void in
            let form = try await page.ask("/survey/\(desk.token)")
            #expect(form.body.contains("<html lang=\"fr\">"))
            #expect(!form.body.contains("checked"))
            let sent = try await page.ask(
                "/survey/\(desk.token)",
                form: "rating=2&clarity=5&comment=Trop+lent%0D%0Amais+aimable%00&unknown=1"
            )
            #expect(sent.status == 303)
            #expect(sent["Location"] == "/survey/\(desk.token)?done=1")
            try await takeLetters(desk)
            let row = try await desk.texts("SELECT concat_ws(' ', rating, scale, clarity, comment) FROM api.surveys")
            #expect(row == ["2 5 5 Trop lent mais aimable"])
            let again = try await page.ask("/survey/\(desk.token)?lang=en")
            #expect(again.body.contains("<html lang=\"en\">"))
            #expect(again.body.contains("value=\"2\" checked"))
            #expect(again.body.contains("Trop lent mais aimable</textarea>"))
            #expect(try await page.ask("/survey/\(desk.token)?done=1").body.contains("Merci"))
        }
        #expect(desk.events("follow_up.requested").count == 1)
        await desk.close()
    }

    @Test func `a remark that was emptied is taken back, and one that was left out stays`() async throws {
        let desk = try await desk()
        let json = ["Accept": "application/json", "Content-Type": "application/json"]
        try await RunningSite.run(desk) { page async throws -> Void in
            let row = "SELECT concat_ws(' ', rating, comment, suggestion) FROM api.surveys"
            let steps = [
                (["Accept": "text/html"], "scale=5&rating=2&comment=Private&suggestion=Call", "2 Private Call"),
                (["Accept": "text/html"], "scale=5&rating=2&comment=&suggestion=Call", "2 Call"),
                (json, "{\"rating\": 3}", "3 Call"), (json, "{\"suggestion\": \"\"}", "3"),
            ]
            for (headers, form, kept) in steps {
                let type = headers["Content-Type"] == nil ? "application/x-www-form-urlencoded" : nil
                let answer = try await page.ask("/survey/\(desk.token)", headers: headers, form: form, type: type)
                #expect([202, 303].contains(answer.status))
                try await takeLetters(desk)
                #expect(try await desk.texts(row) == [kept])
            }
            #expect(try await !page.ask("/survey/\(desk.token)").body.contains("Private"))
        }
        await desk.close()
    }

    @Test func `a rating of the page is on the scale that it names, or else on the one that it is shown on`()
        async throws
    {
        let desk = try await SurveyDesk.open()
        let now = Instant.now() - .seconds(3 * 3600)
        try await desk.resolve(now.description, ["channel": "email"])
        try await desk.pass(to: Instant.now().description)
        let json = ["Accept": "application/json", "Content-Type": "application/json"]
        try await RunningSite.run(desk) { page async throws -> Void in
            let row = "SELECT concat_ws(' ', rating, scale, band) FROM api.surveys"
            #expect(try await page.ask("/survey/\(desk.token)").body.contains("name=\"scale\" value=\"10\""))
            for (body, status, kept) in [
                ("{\"rating\": 4}", 202, "4 10 negative"), ("{\"rating\": 4, \"scale\": 5}", 202, "4 5 positive"),
                ("{\"rating\": 8, \"scale\": 5}", 422, "4 5 positive"),
                ("{\"rating\": 4, \"scale\": 7}", 422, "4 5 positive"),
            ] {
                let answer = try await page.ask("/survey/\(desk.token)", headers: json, form: body, type: nil)
                #expect(answer.status == status)
                try await takeLetters(desk)
                #expect(try await desk.texts(row) == [kept])
            }
        }
        await desk.close()
    }

    @Test func `the link of a user who was erased opens nothing, and nothing is kept of what is sent there`()
        async throws
    {
        let desk = try await desk()
        _ = try await desk.rows("UPDATE survey.surveys SET \"user\" = 'erased-0123456789abcdef'")
        let before = try await desk.texts(Self.fingerprint)
        try await RunningSite.run(desk) { page async throws -> Void in
            #expect(try await page.ask("/survey/\(desk.token)").status == 404)
            #expect(try await page.ask("/survey/\(desk.token)", form: "rating=2&comment=I+am+Thandi").status == 404)
        }
        #expect(try await desk.texts(Self.fingerprint) == before)
        await desk.close()
    }

    @Test func `a survey that is in another partition than when it was sent is found and answered there`() async throws
    {
        let desk = try await desk()
        _ = try await desk.rows("UPDATE survey.surveys SET partition = (partition + 1) % 4")
        try await RunningSite.run(desk) { page async throws -> Void in
            #expect(try await page.ask("/survey/\(desk.token)").status == 200)
            #expect(try await page.ask("/survey/\(desk.token)", form: "rating=4").status == 303)
        }
        let places = "SELECT (m.partition = s.partition)::text FROM pipeline.mail_survey AS m, survey.surveys AS s"
        #expect(try await desk.texts(places) == ["true"])
        await desk.close()
    }

    @Test(arguments: [
        ("rating=6", 422), ("rating=x", 422), ("", 422), ("clarity=0", 422), ("comment=%20%0A", 422),
        ("comment=\(String(repeating: "a", count: 4_001))", 422), ("rating=5", 303), ("suggestion=Hi", 303),
        ("rating=5&comment=\(String(repeating: "a", count: 70_000))", 413),
    ])
    func `nonsense is told and not kept`(form: String, status: Int) async throws {
        let desk = try await desk()
        try await RunningSite.run(desk) { page async throws -> Void in
            let answer = try await page.ask("/survey/\(desk.token)", form: form)
            #expect(answer.status == status)
            if status == 422 { #expect(answer.body.contains("role=\"alert\"")) }
        }
        let letters = try await desk.texts("SELECT count(*)::text FROM pipeline.mail_survey")
        #expect(letters == [status == 303 ? "1" : "0"])
        await desk.close()
    }

    @Test func `wrong tokens and closed surveys are told, and who sends too much waits`() async throws {
        let desk = try await desk()
        let token = desk.token
        try await RunningSite.run(desk) { page async throws -> Void in
            let forged = SurveyToken.generate(in: SurveyDesk.partitioning.partition(of: "c-1")).text
            for wrong in ["x", forged, "'%20OR%201=1", token + "a"] {
                #expect(try await page.ask("/survey/\(wrong)").status == 404)
                #expect(try await page.ask("/survey/\(wrong)", form: "rating=5").status == 404)
            }
            _ = try await desk.rows("UPDATE survey.surveys SET expires_at = now() - interval '1 minute'")
            let closed = try await page.ask("/survey/\(token)")
            #expect((closed.status, closed.body.contains("Cette enquête est close")) == (410, true))
            #expect(try await page.ask("/survey/\(token)", form: "rating=5").status == 410)
            var statuses: Set<Int> = []
            for _ in 0..<30 { statuses.insert(try await page.ask("/survey/\(token)", form: "rating=5").status) }
            #expect(statuses == [410, 429])
        }
        #expect(try await desk.texts("SELECT count(*)::text FROM pipeline.mail_survey") == ["0"])
        await desk.close()
    }

    @Test func `other front ends ask and answer in JSON`() async throws {
        let desk = try await desk()
        let json = ["Accept": "application/json", "Content-Type": "application/json"]
        try await RunningSite.run(desk) { page async throws -> Void in
            let asked = try await page.ask("/survey/\(desk.token)", headers: json)
            let payload = try JSONValue(parsing: asked.body)
            #expect(payload["survey"] == .string("case-1/1"))
            #expect(payload["state"] == .string("open"))
            #expect(payload["language"] == .string("fr"))
            guard case .array(let questions)? = payload["questions"] else {
                Issue.record("there are no questions")
                return
            }
            let names = ["rating", "helpfulness", "clarity", "ease_of_use", "response_time", "comment", "suggestion"]
            #expect(questions.map { $0["name"] } == names.map { .string($0) })
            for (body, status) in [("{\"rating\": 9}", 422), ("[1]", 400), ("{", 400), ("{\"rating\": 4}", 202)] {
                let answer = try await page.ask("/survey/\(desk.token)", headers: json, form: body, type: nil)
                #expect(answer.status == status)
            }
            #expect(try await page.ask("/survey/x", headers: json).status == 404)
            try await takeLetters(desk)
            let answered = try JSONValue(parsing: try await page.ask("/survey/\(desk.token)", headers: json).body)
            #expect(answered["answer"]?["rating"] == .string("4"))
        }
        await desk.close()
    }

    @Test(arguments: [PageWords.english, PageWords.french])
    func `each language has words for everything`(words: PageWords) {
        for factor in AnswerSheet.Factor.allCases { #expect(words.factors[factor]?.isEmpty == false) }
        #expect(words.date(Instant(microseconds: 1_772_352_000_000_000)).hasSuffix("2026"))
        #expect(PageWords.of(words.language).title == words.title)
    }
}
