/// A table of a report.
package struct ReportTable: Sendable, Hashable {
    /// What a column is called and holds.
    package struct Column: Sendable, Hashable {
        package let id: String
        package let title: String
        /// What sort of number it holds; nil for text.
        package let unit: FigureUnit?
        /// Whether it holds numbers of the unit that each row names in its column `unit`.
        package var isByRow = false

        /// Whether it holds numbers.
        package var isNumber: Bool { unit != nil || isByRow }

        /// A column of text.
        package static func text(_ id: String, _ title: String) -> Column { Column(id: id, title: title, unit: nil) }

        /// A column of numbers, each of the unit that its row names in its column `unit`.
        package static func byRow(_ id: String, _ title: String) -> Column {
            Column(id: id, title: title, unit: nil, isByRow: true)
        }

        /// A column of numbers.
        package static func number(_ id: String, _ title: String, _ unit: FigureUnit = .count) -> Column {
            Column(id: id, title: title, unit: unit)
        }
    }

    /// What stands in one place of a table.
    package enum Cell: Sendable, Hashable {
        case text(String)
        case number(Double)
        /// There is nothing to say, such as a mean of nothing.
        case empty

        /// The number, or nothing where there is none.
        package init(_ number: Double?) { self = number.map(Cell.number) ?? .empty }

        /// A number of things.
        package static func count(_ count: Int) -> Cell { .number(Double(count)) }

        /// The number, if it is one.
        package var number: Double? {
            guard case .number(let number) = self else { return nil }
            return number
        }
    }

    /// What it is called for ever, such as `messages.by_category`.
    package let id: String
    package let title: String
    /// The first column names what each row is about; its values are unique.
    package let columns: [Column]
    /// Each has as many cells as there are columns.
    package var rows: [[Cell]]

    /// A table of those parts.
    package init(_ id: String, _ title: String, columns: [Column], rows: [[Cell]]) {
        self.id = id
        self.title = title
        self.columns = columns
        self.rows = rows
    }
}

extension ReportTable {
    /// The unit of a row's cell in a column; nil for text.
    package func unit(of row: [Cell], in column: Column) -> FigureUnit? {
        guard column.isByRow else { return column.unit }
        guard let place = columns.firstIndex(where: { $0.id == "unit" }), place < row.count,
            case .text(let name) = row[place]
        else { return .count }
        return FigureUnit(rawValue: name) ?? .count
    }

    /// The unit in which people read a row's cell: what a KPI is worked out from may be times, which are kept in seconds.
    func spokenUnit(of row: [Cell], in column: Column) -> FigureUnit {
        let unit = unit(of: row, in: column) ?? .count
        guard id == "kpis", case .text(let kpi)? = row.first else { return unit }
        let parts = (self.unit(of: row, in: .byRow("", "")) ?? .count).parts(of: kpi)
        return switch column.id {
        case "numerator": parts.numerator
        case "denominator": parts.denominator
        default: unit
        }
    }

    /// The target that stands beside a KPI's value.
    private func target(of row: [Cell], _ column: Column) -> String? {
        guard id == "kpis", column.id == "value", let place = columns.firstIndex(where: { $0.id == "target" }),
            case .text(let target) = row[place]
        else { return nil }
        return target
    }

    /// A row's cells as people read them.
    package func spoken(_ row: [Cell], in words: ReportWords = .english) -> [String] {
        zip(columns, row).map { column, cell in
            switch cell {
            case .text(let text): column.id == "target" ? words.target(text) : words.phrase(text)
            case .number(let number):
                FigureText.spoken(number, spokenUnit(of: row, in: column), beside: target(of: row, column), in: words)
            case .empty: FigureText.nothing
            }
        }
    }
}
