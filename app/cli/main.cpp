#include "app/cli/run_program.h"

int main(int argc, char** argv)
{
    return rapport::cli::run_program(argc, argv);
}
