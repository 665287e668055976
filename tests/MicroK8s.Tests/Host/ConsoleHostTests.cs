namespace MicroK8s.Tests.Host;

/// <summary>The console host from outside: codes, streams and arguments, as a script of the shell sees them.</summary>
public sealed class ConsoleHostTests
{
    [Theory]
    [InlineData("'fine'", 0)]
    [InlineData("exit 7", 7)]
    [InlineData("throw 'broken'", 1)]
    [InlineData("Get-Nothing", 1)]
    [InlineData("Get-Nothing; 'later'", 0)]
    [InlineData("1 +", 1)]
    public async Task A_command_ends_with_the_code_that_pwsh_gives(string command, int code)
    {
        HostResult result = await HostProcess.RunAsync("-NoProfile", "-Command", command);

        Assert.Equal(code, result.ExitCode);
    }

    [Theory]
    [InlineData("'fine'", 0)]
    [InlineData("exit 3", 3)]
    [InlineData("'before'; throw 'broken'", 1)]
    [InlineData("/bin/sh -c 'exit 5'; exit 0", 0)]
    [InlineData("/bin/sh -c 'exit 5'; 'after'", 0)]
    public async Task A_script_file_ends_with_the_code_that_pwsh_gives(string script, int code)
    {
        using TemporaryFile file = new(script, "script.ps1");

        HostResult result = await HostProcess.RunAsync("-File", file.Path);

        Assert.Equal(code, result.ExitCode);
    }

    [Fact]
    public async Task A_script_gets_its_arguments_by_name_by_place_and_as_switches()
    {
        using TemporaryFile file = new(
            """
            param([string] $Name, [int] $Count, [switch] $On, [switch] $Off, [Parameter(ValueFromRemainingArguments)] $Rest)
            "$Name|$Count|$On|$Off|$Rest|$PSScriptRoot"
            """,
            "script.ps1");

        HostResult result = await HostProcess.RunAsync(
            "-File", file.Path, "-Count:4", "-On", "-Off:$false", "-Name", "a b", "c", "d");

        Assert.Equal($"a b|4|True|False|c d|{file.Folder}", result.Output.Trim());
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Words_without_param_become_args()
    {
        using TemporaryFile file = new("\"$($args.Count): $args\"", "script.ps1");

        HostResult result = await HostProcess.RunAsync(file.Path, "x", "-y", "z");

        Assert.Equal("3: x -y z", result.Output.Trim());
    }

    [Fact]
    public async Task An_error_goes_to_standard_error_with_its_place_and_the_script_goes_on()
    {
        using TemporaryFile file = new("'one'\nGet-Nothing\n'two'\n", "script.ps1");

        HostResult result = await HostProcess.RunAsync("-File", file.Path);

        Assert.Equal(["one", "two"], result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith($"Get-Nothing: {file.Path}:2\n", result.Error, StringComparison.Ordinal);
        Assert.Contains("   2 |  Get-Nothing", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("throw 'broken'", "Exception: ", "broken")]
    [InlineData("$x = 1 +", "ParserError: ", "You must provide a value expression following the '+' operator.")]
    public async Task An_error_that_ends_the_script_is_shown_with_its_place(string line, string start, string message)
    {
        using TemporaryFile file = new($"\n{line}\n", "script.ps1");

        HostResult result = await HostProcess.RunAsync("-File", file.Path);

        Assert.StartsWith($"{start}{file.Path}:2\n", result.Error, StringComparison.Ordinal);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public async Task Nothing_redirected_carries_escape_codes()
    {
        HostResult result = await HostProcess.RunAsync(
            "-c",
            """
            $Host.UI.WriteLine('Green', 'Black', 'coloured'); $Host.UI.WriteWarningLine('careful')
            "$($PSStyle.Foreground.Red)red"; [pscustomobject] @{ Name = 'row' } | Out-Default; throw 'broken'
            """);

        Assert.DoesNotContain('\e', result.Output + result.Error);
        Assert.Contains("coloured\nWARNING: careful\nred\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("row", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standard_input_is_run_command_by_command_until_exit()
    {
        HostResult result = await HostProcess.RunAsync(
            "1 + 1\nif ($true) {\n  'inside'\n}\nGet-Nothing\nexit 4\n'never'\n", []);

        Assert.Equal("2\ninside\n", result.Output);
        Assert.StartsWith("Get-Nothing: ", result.Error, StringComparison.Ordinal);
        Assert.Equal(4, result.ExitCode);
    }

    [Fact]
    public async Task A_question_without_anybody_to_answer_is_an_error()
    {
        HostResult result = await HostProcess.RunAsync("-c", "function f([Parameter(Mandatory)] $Name) { 'ran' }; f");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.Contains("missing mandatory parameters: Name", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-ExecutionPolicy", "Bypass")]
    [InlineData("-File")]
    [InlineData("-File", "no-such-script.ps1")]
    public async Task What_the_host_does_not_understand_is_refused_with_the_usage(params string[] arguments)
    {
        HostResult result = await HostProcess.RunAsync(arguments);

        Assert.Equal(64, result.ExitCode);
        Assert.Contains(arguments[^1] == "Bypass" ? arguments[0] : arguments[^1], result.Error, StringComparison.Ordinal);
        Assert.Contains("Usage: microk8s-host", result.Error, StringComparison.Ordinal);
        Assert.Equal("", result.Output);
    }

    [Fact]
    public async Task Interrupting_stops_the_script_in_order_and_gives_130()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        HostResult result = await HostProcess.InterruptAsync(
            "-c", "try { $Host.UI.WriteLine('ready'); while ($true) { } } finally { $Host.UI.WriteLine('tidied') }");

        Assert.Equal("ready\ntidied\n", result.Output);
        Assert.Equal(130, result.ExitCode);
    }
}
