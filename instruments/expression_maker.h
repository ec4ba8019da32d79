#pragma once

#include "instruments/expression.h"

namespace rapport::instruments {

/// The nodes of an expression in the making, and what is wrong with it so far. Once stopped it takes nothing more in.
class ExpressionMaker {
protected:
    using Kind = Expression::Kind;
    using Node = Expression::Node;
    /// A node, and where it stands in the text.
    struct Part {
        std::size_t node = 0;
        std::size_t at = 1;
    };
    using Parts = std::vector<Part>;

    void fault(std::size_t at, std::string what) { out_.faults.push_back({at, std::move(what)}); }

    Part make(Node node)
    {
        std::size_t depth = 0;
        for (const std::size_t part : node.parts)
            depth = std::max(depth, depths_[part]);
        if (depth + 1 > Expression::deepest) too_much(node.at, "is nested more than 32 deep");
        if (out_.expression.nodes.size() == Expression::most_nodes) too_much(node.at, "has more than 1,000 steps");
        const std::size_t at = node.at;
        if (stopped_ && !out_.expression.nodes.empty()) return {0, at};
        depths_.push_back(depth + 1);
        out_.expression.nodes.push_back(std::move(node));
        return {out_.expression.nodes.size() - 1, at};
    }

    void too_much(std::size_t at, std::string what)
    {
        if (!stopped_) fault(at, "the expression " + std::move(what));
        stopped_ = true;
    }

    Part make(Kind kind, std::size_t at, const Parts& parts)
    {
        Node node{kind, at};
        for (const Part& part : parts)
            node.parts.push_back(part.node);
        return make(std::move(node));
    }

    [[nodiscard]] bool condition(Part part) const { return is_condition(out_.expression.nodes[part.node].kind); }

    void needs_number(Part part, std::string_view what)
    {
        if (!stopped_ && condition(part))
            fault(part.at, std::string(what) + " must be a number, and this is a condition");
    }
    void needs_condition(Part part, std::string_view what)
    {
        if (!stopped_ && !condition(part))
            fault(part.at, std::string(what) + " must be a condition, and this is a number");
    }

    ExpressionReading out_;
    bool stopped_ = false;

private:
    std::vector<std::size_t> depths_; ///< of each node
};

} // namespace rapport::instruments
