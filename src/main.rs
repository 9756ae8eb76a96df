use std::process::ExitCode;

fn main() -> ExitCode {
    mainstay::cli::main()
}
