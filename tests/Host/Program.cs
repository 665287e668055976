using MicroK8s.Host.Session;
using MicroK8s.Host.Terminal;

namespace MicroK8s.Host;

/// <summary>Runs PowerShell scripts where PowerShell itself is not installed.</summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        TerminalFacts terminal = TerminalFacts.Read();
        HostOptions options;
        try
        {
            options = CommandLine.Parse(arguments, terminal.Input);
        }
        catch (UsageException mistake)
        {
            Console.Error.WriteLine(mistake.Message);
            Console.Error.WriteLine();
            Console.Error.WriteLine(CommandLine.Usage);
            return ExitCode.Usage;
        }

        return options.Mode switch
        {
            HostMode.Help => Print(CommandLine.Usage),
            HostMode.Version => Print($"PowerShell engine {EngineVersion.Value}"),
            _ => Run(options, terminal),
        };
    }

    private static int Print(string text)
    {
        Console.Out.WriteLine(text);
        return ExitCode.Success;
    }

    private static int Run(HostOptions options, TerminalFacts terminal)
    {
        using HostSession session = new(options, terminal);
        return session.Run();
    }
}
