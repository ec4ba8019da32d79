#pragma once

#include <string_view>

/// The SQL of each numbered step of the schema, one file a step. A step that was released is never changed.
namespace rapport::vault {

extern const std::string_view schema_step_1;
extern const std::string_view schema_step_2;
extern const std::string_view schema_step_3;
extern const std::string_view schema_step_4;
extern const std::string_view schema_step_5;
extern const std::string_view schema_step_6;
extern const std::string_view schema_step_7;
extern const std::string_view schema_step_8;

} // namespace rapport::vault
