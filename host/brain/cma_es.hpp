#pragma once

#include "brain/draws.hpp"
#include "brain/eigen.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace tradelab::brain {

// Covariance matrix adaptation: N. Hansen, "The CMA evolution strategy: a tutorial",
// arXiv:1604.00772 (2016), with active (negative) weights; constants and order of operations are
// those of its section "Algorithm summary", and follow the published trace of another
// implementation to 1e-10 (see the test).
//
// Ask and tell: who uses it draws points, has them valued, and tells them all at once.
class CmaEs {
public:
    struct Start {
        Vector mean;
        double sigma = 0.3;
        std::size_t population = 0;  // 0: 4 + floor(3 ln n)
    };
    // At least two dimensions: with one, the constants of the tutorial are not defined well.
    explicit CmaEs(Start start);

    [[nodiscard]] std::size_t population() const { return weights_.size(); }
    [[nodiscard]] Vector ask(Draws& draws) const;
    // A whole generation, the best first.
    void tell(std::span<const Vector> best_first);

    [[nodiscard]] const Vector& mean() const { return mean_; }
    [[nodiscard]] double sigma() const { return sigma_; }
    [[nodiscard]] const Square& covariance() const { return covariance_; }
    [[nodiscard]] const Vector& weights() const { return weights_; }
    [[nodiscard]] const Vector& sigma_path() const { return sigma_path_; }
    [[nodiscard]] const Vector& covariance_path() const { return covariance_path_; }
    // The deviation of one coordinate of what ask() gives.
    [[nodiscard]] double spread(std::size_t coordinate) const;
    // The longest axis over the shortest, squared.
    [[nodiscard]] double condition() const;

private:
    void choose_constants();
    void decompose();
    // vectors * f(roots) * vectors^T * v with f = 1 / root.
    [[nodiscard]] Vector whitened(const Vector& v) const;
    void adapt_covariance(const std::vector<Vector>& steps, double stall);

    std::size_t n_;
    Vector mean_;
    double sigma_;
    Vector weights_;
    std::size_t parents_ = 0;
    double mu_eff_ = 0, c_sigma_ = 0, d_sigma_ = 0, c_c_ = 0, c_1_ = 0, c_mu_ = 0, chi_n_ = 0;
    Vector sigma_path_;
    Vector covariance_path_;
    Square covariance_;
    Vector roots_;  // of the eigenvalues
    Square vectors_;
    std::size_t generation_ = 0;
};

// 4 + floor(3 ln n), the tutorial's.
[[nodiscard]] std::size_t default_population(std::size_t dimensions);

}  // namespace tradelab::brain
