#include "cli/lab_dossier.hpp"
#include "cli/layout.hpp"
#include "document/json_write.hpp"
#include "gate/verdict_document.hpp"
#include "report/dossier_json.hpp"

#include <chrono>
#include <utility>

// What a campaign leaves behind beside its verdict.
namespace tradelab {
namespace {

constexpr std::size_t id_shown = 12;
constexpr const char* dossiers = "dossiers";
constexpr const char* page_ending = ".html";
constexpr const char* facts_ending = ".json";

// Beside the verdicts, whole or not at all.
Result<std::filesystem::path> keep(Session& session,
                                   const char* beside,
                                   const std::string& name,
                                   const std::string& bytes) {
    const auto verdicts = verdicts_of(session.layout);
    if (!verdicts) {
        return fail(verdicts.error());
    }
    const std::filesystem::path folder = verdicts->parent_path() / beside;
    if (auto made = session.disk.make_directories(folder); !made) {
        return fail(std::move(made).error());
    }
    const auto lock = session.disk.lock(folder / ".lock", std::chrono::seconds(10));
    if (!lock) {
        return fail(lock.error());
    }
    if (auto written = write_atomically(session.disk, folder / name, bytes); !written) {
        return fail(std::move(written).error(), "keeping what a campaign found");
    }
    return folder / name;
}

Result<std::filesystem::path> keep_file(Session& session, const ParameterFile& file) {
    return keep(session, "found", file.name + ".json", pretty_json(json_of(file)) + "\n");
}

// Which one it was in full, nobody has written down; its name begins so.
std::string command_of(const VerdictDocument& document) {
    return "the `tradelab lab campaign` again that was campaign " +
           document.campaign.substr(0, id_shown) +
           ", with the same files, --trials, --seed and --to";
}

// A campaign whose page is not there is told again.
std::string written_anew(const std::filesystem::path& page, const VerdictDocument& document) {
    return "remove " + page.string() + " and give " + command_of(document) +
           ": nothing is judged or counted anew, and the dossier is written with all its figures";
}

}  // namespace

Result<std::filesystem::path> dossier_path(const Session& session, const std::string& verdict) {
    const auto verdicts = verdicts_of(session.layout);
    if (!verdicts) {
        return fail(verdicts.error());
    }
    return verdicts->parent_path() / dossiers / (verdict + page_ending);
}

Result<std::filesystem::path> keep_dossier(Session& session, const Dossier& dossier) {
    // The page last: its being there says that all is kept.
    const auto facts =
        keep(session, dossiers, dossier.id + facts_ending, pretty_json(json_of(dossier)) + "\n");
    return facts ? keep(session, dossiers, dossier.id + page_ending, dossier_page(dossier)) : facts;
}

Result<Dossier> kept_dossier(const Session& session, const std::string& verdict) {
    const auto page = dossier_path(session, verdict);
    const auto verdicts = verdicts_of(session.layout);
    const auto document =
        verdicts ? VerdictStore(session.disk, *verdicts).find(verdict) : fail(verdicts.error());
    if (!page || !document) {
        return fail(page ? document.error() : page.error(),
                    "holding the dossier against its verdict");
    }
    std::filesystem::path path = *page;
    path.replace_extension(facts_ending);
    const auto bytes = session.disk.read_file(path, {.size_max = dossier_bytes_max});
    if (!bytes && bytes.error().code == ErrorCode::not_found) {
        return session.disk.exists(*page)
                   ? fail(ErrorCode::not_found,
                          "the dossier of verdict " + verdict.substr(0, id_shown) +
                              " was kept by an earlier version, as a page alone",
                          "open " + page->string() + "; or " + written_anew(*page, *document))
                   : fail(ErrorCode::not_found,
                          "verdict " + verdict.substr(0, id_shown) + " has no dossier",
                          "give " + command_of(*document) + ": it writes it");
    }
    auto dossier = bytes ? parse_dossier(*bytes) : fail(bytes.error());
    if (!dossier) {
        Error error = std::move(dossier).error();
        error.file = path.string();
        error.hint = "kept by another version, or edited: " + written_anew(*page, *document);
        return fail(std::move(error));
    }
    // A person decides by it, and survivors are ranked by it.
    if (dossier->id != verdict ||
        line_json(json_of(*document)) != line_json(json_of(dossier->document))) {
        return fail(ErrorCode::hash_mismatch,
                    "'" + path.string() + "' says another verdict than the one on record",
                    "somebody has edited it: restore it from a backup, or " +
                        written_anew(*page, *document));
    }
    return dossier;
}

Status keep_finalists(Session& session, const JudgementSubject& subject) {
    for (const ParameterFile& file : subject.files) {
        if (auto kept = keep_file(session, file); !kept) {
            return fail(std::move(kept).error());
        }
    }
    return {};
}

Result<std::vector<std::filesystem::path>> keep_found(Session& session,
                                                      const JudgedCampaign& judged) {
    std::vector<std::filesystem::path> out;
    for (const std::size_t member : judged.judgement.members) {
        const ParameterFile& file = judged.subject.files[member];
        auto path = keep_file(session, file);
        if (!path) {
            return fail(std::move(path).error());
        }
        out.push_back(*std::move(path));
    }
    return out;
}

}  // namespace tradelab
