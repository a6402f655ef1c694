import Contract
import Figures
import Pages

/// How the pipeline is: lag, owners, parked work, refused entries.
struct HealthPage {
    let state: PipelineState
    let zone: ReportZone
    let now: Instant

    var lead: String {
        var faults: [String] = []
        let orphans = Set(state.places.filter { $0.owned < $0.partitions }.map(\.stage)).sorted()
        if !orphans.isEmpty { faults.append("nobody works on some partitions of \(orphans.joined(separator: ", "))") }
        let late = state.places.filter { age($0) > .seconds(60) }.map { "\($0.stage) in \($0.topic)" }
        if !late.isEmpty { faults.append("more than a minute behind: \(late.joined(separator: ", "))") }
        let parked = state.parked.reduce(0) { $0 + $1.count }
        if parked > 0 { faults.append("\(parked) parked") }
        guard !faults.isEmpty else {
            return "Every partition has an owner, nobody is a minute behind, nothing is parked."
        }
        let whole = faults.joined(separator: "; ")
        return whole.prefix(1).uppercased() + whole.dropFirst() + "."
    }

    var content: HTML {
        let places = DataTable(
            caption: "Stages and the topics that they read",
            columns: [
                .init("Stage"), .init("Topic"), .init("State"), .init("Unread", isNumber: true),
                .init("Oldest unread", isNumber: true), .init("Owned", isNumber: true), .init("Owners"),
            ],
            rows: state.places.map { place in
                [
                    "\(place.stage)", "\(place.topic)", verdict(place),
                    "\(FigureWords.text(Double(place.lag), .count))",
                    "\(place.oldest == nil ? FigureWords.nothing : FigureWords.duration(age(place) / .seconds(1)))",
                    "\(place.owned) of \(place.partitions)",
                    "\(place.owners.isEmpty ? FigureWords.nothing : place.owners.joined(separator: ", "))",
                ]
            },
            empty: "No stage has read anything yet."
        )
        let parked = heaps(state.parked, "Parked work", "Stage", "Error", "Nothing is parked.")
        let rejected = heaps(state.rejected, "Refused entries of the last seven days", "Source", "Reason", "None.")
        return """
            <div class="tables" id="health" data-live="">
            <div class="card">\(places.html)</div>
            <div class="card">\(parked.html)<p class="soft">Retry or discard: <code>saypro parked</code>.</p></div>
            <div class="card">\(rejected.html)<p class="soft">Look and resubmit: <code>saypro rejected</code>.</p></div>
            </div>

            """
    }

    private func age(_ place: PipelineState.Place) -> Duration {
        place.oldest.map { max(.zero, now - $0) } ?? .zero
    }

    private func verdict(_ place: PipelineState.Place) -> HTML {
        if place.owned < place.partitions {
            return "<span class=\"badge missed\"><span aria-hidden=\"true\">✗</span> no owner</span>"
        }
        if age(place) > .seconds(60) {
            return "<span class=\"badge few\"><span aria-hidden=\"true\">…</span> behind</span>"
        }
        return "<span class=\"badge met\"><span aria-hidden=\"true\">✓</span> well</span>"
    }

    private func heaps(
        _ heaps: [PipelineState.Heap],
        _ caption: String,
        _ name: String,
        _ reason: String,
        _ empty: String
    ) -> DataTable {
        DataTable(
            caption: "\(caption)",
            columns: [.init("\(name)"), .init("\(reason)"), .init("Count", isNumber: true), .init("Latest")],
            rows: heaps.map { heap in
                [
                    "\(heap.name)", "\(heap.reason)", "\(FigureWords.text(Double(heap.count), .count))",
                    "\(ClockTime.text(heap.latest, zone))",
                ]
            },
            empty: "\(empty)"
        )
    }
}
