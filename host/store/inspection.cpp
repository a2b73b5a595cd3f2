#include "store/inspection.hpp"

#include "store/row_writer.hpp"
#include "store/schema.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <utility>

namespace tradelab {
namespace {

Failure not_ours(std::string what) {
    return fail(ErrorCode::malformed, std::move(what), "it is made anew from the journals");
}

Status check_version(const Database& database) {
    const auto application = database.number("PRAGMA application_id");
    const auto version = application ? database.number("PRAGMA user_version") : application;
    if (!version) {
        return fail(version.error());
    }
    if (*application != projection_application) {
        return not_ours("it is no database of this program");
    }
    return *version == projection_version
               ? Status()
               : not_ours("it is of version " + std::to_string(*version) + ", not " +
                          std::to_string(projection_version));
}

Status check_structure(const Database& database) {
    auto checked = database.prepare("PRAGMA integrity_check(1)");
    const auto row = checked ? checked->step() : fail(checked.error());
    if (!row) {
        return fail(row.error());
    }
    const std::string said(checked->text(0));
    return said == "ok" ? Status() : not_ours("it is corrupt: " + said);
}

Status check_schema(const Database& database) {
    auto created = database.prepare(
        "SELECT sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY rowid");
    if (!created) {
        return fail(std::move(created).error());
    }
    for (const std::string& statement : schema_statements()) {
        const auto row = created->step();
        if (!row) {
            return fail(row.error());
        }
        if (!*row || created->text(0) != statement) {
            return not_ours("its tables are others");
        }
    }
    const auto more = created->step();
    if (!more) {
        return fail(more.error());
    }
    return *more ? not_ours("it has more tables than ours") : Status();
}

Status add_digest(const Database& database, StoreTable table, std::uint64_t& digest) {
    auto rows = database.prepare("SELECT * FROM " + std::string(definition_of(table).name));
    if (!rows) {
        return fail(std::move(rows).error());
    }
    while (true) {
        const auto row = rows->step();
        if (!row) {
            return fail(row.error());
        }
        if (!*row) {
            return {};
        }
        RowDigest one(static_cast<std::uint64_t>(table));
        for (int column = 0; column < rows->columns(); ++column) {
            one.add(rows->at(column));
        }
        digest += one.value();
    }
}

// The digest that covers the books as well as the rows.
std::uint64_t sealed(const Books& books) {
    RowDigest digest(table_count);
    digest.add(table_cell(books.digest));
    for (const SourceState& one : books.sources) {
        digest.add(table_cell(static_cast<std::uint8_t>(one.source)));
        digest.add(table_cell(one.account));
        digest.add(table_cell(one.applied.seq));
        digest.add(table_cell(one.applied.offset));
        digest.add(table_cell(hex(one.applied.chain)));
    }
    return digest.value();
}

Result<Books> read_books(const Database& database) {
    auto rows = database.prepare(
        "SELECT source, account, applied_seq, end_byte, chain FROM sources ORDER BY source, "
        "account");
    if (!rows) {
        return fail(std::move(rows).error());
    }
    Books books;
    while (true) {
        const auto row = rows->step();
        if (!row) {
            return fail(row.error());
        }
        if (!*row) {
            return books;
        }
        const auto chain = parse_sha256_hex(rows->text(4));
        const auto number = [&](int column) {
            return static_cast<std::uint64_t>(rows->integer(column));
        };
        if (!chain || number(0) >= source_count) {
            return not_ours("how far its journals were read is not there");
        }
        books.sources.push_back(
            {.source = static_cast<Source>(number(0)),
             .account = number(1),
             .applied = {.seq = number(2), .offset = number(3), .chain = *chain}});
    }
}

}  // namespace

Status make_projection(Database& database) {
    auto done = database.run(
        "BEGIN IMMEDIATE; PRAGMA application_id = " + std::to_string(projection_application) +
        "; PRAGMA user_version = " + std::to_string(projection_version));
    for (const std::string& statement : schema_statements()) {
        done = !done ? done : database.run(statement);
    }
    done = !done ? done : write_books(database, {});
    return !done ? done : database.run("COMMIT");
}

Result<Books> inspect_projection(const Database& database) {
    auto good = check_version(database);
    good = !good ? good : check_structure(database);
    good = !good ? good : check_schema(database);
    if (!good) {
        return fail(std::move(good).error());
    }
    auto books = read_books(database);
    if (!books) {
        return books;
    }
    for (std::size_t at = 0; at < table_count; ++at) {
        if (auto added = add_digest(database, static_cast<StoreTable>(at), books->digest); !added) {
            return fail(std::move(added).error());
        }
    }
    const auto kept = database.number("SELECT digest FROM seal");
    if (!kept) {
        return fail(kept.error());
    }
    if (static_cast<std::uint64_t>(*kept) != sealed(*books)) {
        return not_ours("its rows are not those that were written");
    }
    return books;
}

Status write_books(Database& database, const Books& books) {
    auto into = database.prepare("INSERT OR REPLACE INTO sources VALUES (?,?,?,?,?,?)");
    auto seal = database.prepare("INSERT OR REPLACE INTO seal VALUES (1,?)");
    if (!into || !seal) {
        return fail(!into ? into.error() : seal.error());
    }
    for (const SourceState& one : books.sources) {
        const std::string name = one.name();
        const std::string chain = hex(one.applied.chain);
        into->bind(1, table_cell(static_cast<std::uint8_t>(one.source)));
        into->bind(2, table_cell(one.account));
        into->bind(3, table_cell(name));
        into->bind(4, table_cell(one.applied.seq));
        into->bind(5, table_cell(one.applied.offset));
        into->bind(6, table_cell(chain));
        if (auto done = into->run(); !done) {
            return done;
        }
    }
    seal->bind(1, table_cell(sealed(books)));
    return seal->run();
}

}  // namespace tradelab
