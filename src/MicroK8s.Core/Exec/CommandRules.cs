using MicroK8s.Connection;
using MicroK8s.Errors;

namespace MicroK8s.Exec;

/// <summary>What the end of a command means.</summary>
public static class CommandRules
{
    /// <summary>What shells give when there is no such program, or when it may not be run.</summary>
    private const int NotFound = 127;
    private const int NotAllowed = 126;
    private const int Unknown = -1;

    /// <summary>
    /// What container runtimes say when they do not find the program (runc, crun, containerd, CRI-O).
    /// </summary>
    private static readonly string[] MissingWords = ["executable file not found", "no such file or directory"];

    /// <summary>The exit code, as a shell would give it.</summary>
    /// <param name="end">How the command ended.</param>
    public static int ExitCode(CommandEnd end) => end switch
    {
        { ExitCode: { } code } => code,
        { Failure: { } failure } when IsMissing(failure) => NotFound,
        { Failure: { } failure } when IsForbidden(failure) => NotAllowed,
        _ => Unknown,
    };

    /// <summary>The fault of a command that did not end well. Null if it did.</summary>
    /// <param name="end">How it ended.</param>
    /// <param name="result">What ran, and where.</param>
    /// <param name="lastError">The last line that it wrote to standard error: untrusted. Null if there is none.</param>
    public static ClusterException? Judge(CommandEnd end, CommandResult result, string? lastError)
    {
        string where = $"container '{result.Container}' of pod {result.Namespace}/{result.Pod}";
        if (end == CommandEnd.Unknown)
        {
            return new ClusterException(
                ClusterFault.CommandFailed,
                $"How '{result.Command}' ended in {where} is not known: the connection was closed before the node told "
                    + "its exit code.",
                result, "A command that ends before it has read all of its input can cause that.");
        }

        if (end.Failure is { } failure)
        {
            bool isProgram = IsMissing(failure) || IsForbidden(failure);
            string what = IsMissing(failure) ? "There is no program" : "Not allowed to run";
            return isProgram
                ? new ClusterException(
                    ClusterFault.CommandNotFound, $"{what} '{result.Command}' in {where}.", result,
                    "Images often have no shell and few programs; see what the image holds.")
                : new ClusterException(
                    ClusterFault.CommandFailed,
                    $"'{result.Command}' did not run to its end in {where}: "
                        + $"{UntrustedText.Quote(failure).TrimEnd('.')}.",
                    result);
        }

        if (result.ExitCode == 0) return null;
        string why = lastError is null ? "" : $": {UntrustedText.Quote(lastError).TrimEnd('.')}";
        string meaning = result.ExitCode switch
        {
            NotFound => " (a program was not found)",
            NotAllowed => " (a program may not be run)",
            > 128 and < 160 => $" (signal {result.ExitCode - 128})",
            _ => "",
        };
        return new ClusterException(
            ClusterFault.CommandFailed,
            $"'{result.Command}' in {where} ended with exit code {result.ExitCode}{meaning}{why}.", result);
    }

    private static bool IsMissing(string failure) =>
        MissingWords.Any(words => failure.Contains(words, StringComparison.OrdinalIgnoreCase));

    private static bool IsForbidden(string failure) =>
        failure.Contains("permission denied", StringComparison.OrdinalIgnoreCase);
}
