#include "campaign/work.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace tradelab {
namespace {

struct Share {
    Share(WorkSize all, const DoItem& what) : size(all), act(what) {}

    WorkSize size;
    const DoItem& act;
    std::atomic<std::size_t> next = 0;
    std::atomic<bool> stops = false;
    std::mutex guard;  // of the two below
    std::size_t failed_item = 0;
    std::optional<Error> failure;

    void report(std::size_t item, Error error) {
        stops = true;
        const std::scoped_lock lock(guard);
        if (!failure || item < failed_item) {
            failed_item = item;
            failure = std::move(error);
        }
    }

    void work(std::size_t worker) {
        for (std::size_t item = next++; item < size.items && !stops; item = next++) {
            try {
                if (auto done = act(worker, item); !done) {
                    report(item, std::move(done).error());
                }
            } catch (const std::exception& thrown) {
                report(item, {.code = ErrorCode::internal, .context = thrown.what()});
            }
        }
    }
};

}  // namespace

Status share_work(WorkSize size, const DoItem& act) {
    Share share(size, act);
    const std::size_t workers =
        std::clamp<std::size_t>(size.workers, 1, std::max<std::size_t>(size.items, 1));
    if (workers == 1) {
        share.work(0);
    } else {
        std::vector<std::jthread> threads;
        for (std::size_t worker = 0; worker < workers; ++worker) {
            threads.emplace_back([&share, worker] { share.work(worker); });
        }
    }
    return share.failure ? fail(*std::move(share.failure)) : Status();
}

}  // namespace tradelab
