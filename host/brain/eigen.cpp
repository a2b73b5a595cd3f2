#include "brain/eigen.hpp"

#include <cmath>

namespace tradelab::brain {
namespace {

// Sweeps of a matrix that is none of ours: convergence is quadratic, and 64 x 64 takes about ten.
constexpr int sweeps_max = 64;

double beside_the_diagonal(const Square& matrix) {
    double sum = 0;
    for (std::size_t i = 0; i < matrix.size(); ++i) {
        for (std::size_t k = i + 1; k < matrix.size(); ++k) {
            sum += matrix.at(i, k) * matrix.at(i, k);
        }
    }
    return sum;
}

struct Rotation {
    double cosine = 1;
    double sine = 0;
};

// Makes matrix(p, q) zero.
Rotation rotation_of(const Square& matrix, std::size_t p, std::size_t q) {
    const double theta = (matrix.at(q, q) - matrix.at(p, p)) / (2 * matrix.at(p, q));
    const double root = std::abs(theta) + std::sqrt(theta * theta + 1);
    const double tangent = (theta < 0 ? -1.0 : 1.0) / root;
    const double cosine = 1 / std::sqrt(tangent * tangent + 1);
    return {.cosine = cosine, .sine = tangent * cosine};
}

void rotate_columns(Square& matrix, std::size_t p, std::size_t q, Rotation by) {
    for (std::size_t i = 0; i < matrix.size(); ++i) {
        const double left = matrix.at(i, p);
        const double right = matrix.at(i, q);
        matrix.at(i, p) = by.cosine * left - by.sine * right;
        matrix.at(i, q) = by.sine * left + by.cosine * right;
    }
}

void rotate_rows(Square& matrix, std::size_t p, std::size_t q, Rotation by) {
    for (std::size_t i = 0; i < matrix.size(); ++i) {
        const double upper = matrix.at(p, i);
        const double lower = matrix.at(q, i);
        matrix.at(p, i) = by.cosine * upper - by.sine * lower;
        matrix.at(q, i) = by.sine * upper + by.cosine * lower;
    }
}

}  // namespace

Square Square::identity(std::size_t size) {
    Square made(size);
    for (std::size_t i = 0; i < size; ++i) {
        made.at(i, i) = 1;
    }
    return made;
}

Eigen eigen_of(Square matrix) {
    const std::size_t n = matrix.size();
    Square vectors = Square::identity(n);
    for (int sweep = 0; sweep < sweeps_max; ++sweep) {
        // Squares that no longer exist beside those of the diagonal.
        constexpr double dust = 1e-300;
        if (!(beside_the_diagonal(matrix) > dust)) {
            break;
        }
        for (std::size_t p = 0; p < n; ++p) {
            for (std::size_t q = p + 1; q < n; ++q) {
                if (matrix.at(p, q) == 0) {
                    continue;
                }
                const Rotation by = rotation_of(matrix, p, q);
                rotate_columns(matrix, p, q, by);
                rotate_rows(matrix, p, q, by);
                matrix.at(p, q) = 0;
                matrix.at(q, p) = 0;
                rotate_columns(vectors, p, q, by);
            }
        }
    }
    Eigen eigen{.values = Vector(n), .vectors = std::move(vectors)};
    for (std::size_t i = 0; i < n; ++i) {
        eigen.values[i] = matrix.at(i, i);
    }
    return eigen;
}

}  // namespace tradelab::brain
