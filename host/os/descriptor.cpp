#include "os/descriptor.hpp"

#include <unistd.h>

namespace tradelab {

void Descriptor::reset() {
    if (number_ >= 0) {
        ::close(release());
    }
}

}  // namespace tradelab
