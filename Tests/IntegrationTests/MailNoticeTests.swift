import Foundation
import Postgres
import TestKit
import Testing

extension FaultTests {
    /// Notices through real programs and a real mail server, from the entry in Redis to the mail.
    @Suite(.serialized)
    struct MailNotices {
        private static func script(_ path: String) -> String {
            URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .appendingPathComponent(path).path
        }

        @Test
        func `who writes gets a mail in time and language, and the ledger tells how it went`() async throws {
            let folder = "/tmp/saypro-test-notices-\(getpid())-\(UInt32.random(in: 0 ... .max))"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let server = try await RunningProgram.start(
                "/usr/bin/python3",
                [Self.script("MailTests/mail-server.py"), folder, "aiosmtpd"]
            )
            var port = ""
            try await eventually(within: .seconds(20), "the mail server's port") {
                port =
                    FileManager.default.contents(atPath: "\(folder)/port").map { String(decoding: $0, as: UTF8.self) }
                    ?? ""
                return !port.isEmpty
            }
            let house = try await House.prepare(partitions: 4)
            let others = try await house.startAll(but: ["notifier"])
            let notifier = try await RunningProgram.start(
                "env",
                ["SAYPRO_SMTP_URL=smtp://127.0.0.1:\(port)", "\(RunningProgram.folder)/notifier"],
                environment: house.environment
            )
            let session = try await house.session()
            for user in ["amina", "unknown"] {
                try await house.saypro(
                    "publish",
                    "user.put",
                    "user=\(user)",
                    "email=\(user)@example.org",
                    "language=fr",
                    "name=\(user)",
                    "--source",
                    "operator",
                    "--confirm"
                )
            }
            let known = Statement("SELECT count(*) FROM notifier.people")
            try await eventually(within: .seconds(20), "the directory") {
                try await session.query(known).first?.int(0) == 2
            }
            for user in ["amina", "unknown"] {
                try await house.saypro(
                    "publish",
                    "message.post",
                    "conversation=\(user)",
                    "user=\(user)",
                    "role=user",
                    "language=fr",
                    "text=Bonjour, êtes-vous encore là ce soir ?",
                    "--source",
                    "operator",
                    "--confirm"
                )
            }
            let settled = Statement(
                """
                SELECT concat_ws(' ', recipient, state, cause) FROM api.notifications
                WHERE channel = 'email' AND type IN ('received', 'auto_answered') AND state IN ('sent', 'failed') ORDER BY 1
                """
            )
            try await eventually(within: .seconds(30), "both mails' ends") {
                try await session.query(settled).count == 2
            }
            let ends = try await session.query(settled).map { $0.text(0) }
            #expect(ends.last == "unknown failed smtp_550_5.1.1")
            #expect(ends.first?.hasPrefix("amina sent") == true)
            let mail = FileManager.default.contents(atPath: "\(folder)/1.eml").map {
                String(decoding: $0, as: UTF8.self)
            }
            let text = try #require(mail)
            #expect(text.contains("Message-ID: <letter."))
            #expect(text.contains("Auto-Submitted: auto-replied"))
            #expect(text.contains("List-Unsubscribe: <https://saypro.online/unsubscribe/"))
            let told = try await house.saypro("notices", "unknown", "--problems")
            #expect(told.contains("gave up: smtp_550_5.1.1"))
            #expect(told.contains("mail to the address came back"))
            try await expectReopening(in: house, session)
            await notifier.send(SIGTERM)
            #expect(try await notifier.ending(within: .seconds(20)) == .exit(0))
            await session.close()
            withExtendedLifetime((others, server)) {}
        }

        /// A reply that no way brings to its user is none: its clock goes on, until one is shown in the application.
        private func expectReopening(in house: House, _ session: PostgresSession) async throws {
            func publish(_ type: String, _ fields: String...) async throws {
                let arguments = ["publish", type] + fields + ["--source", "operator", "--confirm"]
                _ = try await RunningProgram.output(
                    of: "\(RunningProgram.folder)/saypro",
                    arguments,
                    environment: house.environment
                )
            }
            func clock() async throws -> String? {
                try await session.query(
                    Statement(
                        """
                        SELECT concat_ws(' ', k.state, k.undelivered, k.stopped_at IS NULL, c.awaiting_since = k.started_at)
                        FROM api.clocks AS k JOIN api.cases AS c USING (partition, "case")
                        WHERE c.conversation = 'spam' AND k.metric = 'first_response' ORDER BY k.promise LIMIT 1
                        """
                    )
                ).first?.text(0)
            }
            func channels(_ list: String) async throws {
                try await publish("user.put", "user=spam", "email=spam@example.org", "channels=\(list)")
                let known = Statement("SELECT FROM notifier.people WHERE id = 'spam' AND channels = '\(list)'")
                try await eventually(within: .seconds(20), "the directory") {
                    try await !session.query(known).isEmpty
                }
            }
            func reply() async throws {
                try await publish("message.post", "conversation=spam", "role=admin", "admin=ada", "text=It is done")
            }
            try await channels("email")
            try await publish("message.post", "conversation=spam", "user=spam", "role=user", "text=Reference 4711")
            try await eventually(within: .seconds(20), "the clock") { try await clock() == "running 0 t t" }
            try await reply()
            try await eventually(within: .seconds(30), "the clock that goes on") {
                try await clock() == "running 1 t t"
            }
            let history = Statement("SELECT \"case\" FROM api.case_history WHERE type = 'case.reply_failed'")
            let id = try #require(try await session.query(history).first?.text(0))
            let story = try await house.saypro("explain", id)
            #expect(story.contains("re-opened: a reply did not reach the user"), "\(story)")
            #expect(story.contains("reply failed by system: smtp 554"), "\(story)")
            try await channels("in_app")
            try await reply()
            try await eventually(within: .seconds(20), "the answer") { try await clock() == "met 1 f" }
            #expect(try await house.saypro("verify").contains("no difference"))
        }
    }
}
