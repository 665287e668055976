using System.Management.Automation;
using MicroK8s.Exec;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;
using MicroK8s.Tests.Streams;
using MicroK8s.Tests.Waiting;
using MicroK8s.Workloads;

namespace MicroK8s.Tests.Exec;

public sealed class InvokeMicroServiceCommandTests
{
    [Fact]
    public async Task Arguments_input_output_errors_and_codes_are_kept()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        await space.RunScriptAsync("web", "exec sleep 1000");
        KubeObject pod = await space.WaitForPodAsync(WorkloadPods.IsReady);
        using Shell shell = Shell.Connected(space.Name);
        AssertArguments(shell);
        AssertInput(shell);
        AssertErrors(shell, pod.Name);
        AssertChoice(shell, pod.Name);
    }

    [Fact]
    public async Task Without_a_ready_pod_nothing_is_run()
    {
        await using TestNamespace space = await TestNamespace.CreateAsync();
        await space.DeployAsync("web", "shop/never-ready:v1.0", deployment => deployment.Spec["replicas"] = 0);
        using Shell shell = Shell.Connected(space.Name);
        shell.Run("Invoke-MicroServiceCommand web id").AssertError("NoReadyPod");
        shell.Run("Invoke-MicroServiceCommand nothing id").AssertError("ResourceNotFound");
    }

    [Fact]
    public void No_option_of_the_command_is_taken_for_a_parameter_in_silence()
    {
        using var shell = new Shell();
        for (char letter = 'a'; letter <= 'z'; letter++)
        {
            string option = $"sh -{letter} 'echo x'";
            ErrorRecord error = Assert.Single(
                shell.Run($"Invoke-MicroServiceCommand -KubeConfig /none web {option}").Errors);
            if (!error.FullyQualifiedErrorId.StartsWith("KubeConfigNotFound", StringComparison.Ordinal))
            {
                Assert.StartsWith("InvalidSpec", error.FullyQualifiedErrorId, StringComparison.Ordinal);
                Assert.Contains("Invoke-MicroServiceCommand web -- sh ", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
            }

            shell.Run($"Invoke-MicroServiceCommand -KubeConfig /none web -- {option}").AssertError("KubeConfigNotFound");
        }

        shell.Run("Invoke-MicroServiceCommand -KubeConfig /none web sh -c ls").AssertError("InvalidSpec");
        shell.Run("Invoke-MicroServiceCommand -KubeConfig /none web ls -r").AssertError("InvalidSpec");
        shell.Run("Invoke-MicroServiceCommand -KubeConfig /none web ls -l").AssertError("KubeConfigNotFound");
    }

    private static void AssertArguments(Shell shell)
    {
        const string Print = """Invoke-MicroServiceCommand web -- sh -c 'for a; do printf "<%s>\n" "$a"; done' sh""";
        Assert.Equal(
            ["<>", "< a  b >", "<it's \"q\">", "<ü€>", "<-la>", "<1.0>", "<010>", "<--x=y>"],
            shell.Run(Print + """ '' ' a  b ' 'it''s "q"' 'ü€' -la 1.0 010 --x=y""").AssertNoErrors().As<string>());
        Assert.Equal(
            ["<one>", "<>"], shell.Run(
                "Invoke-MicroServiceCommand web -Command sh -ArgumentList '-c', 'for a; do echo \"<$a>\"; done', sh, one, ''")
                .AssertNoErrors().As<string>());
        Assert.Empty(shell.Run("Invoke-MicroServiceCommand web true").AssertNoErrors().Output);
    }

    private static void AssertInput(Shell shell)
    {
        Assert.Equal(["one", "ü", "", "3"], shell.Run("'one', 'ü', '', 3 | Invoke-MicroServiceCommand web cat").AssertNoErrors().As<string>());
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        EngineResult result = shell.Run(", $args[0] | Invoke-MicroServiceCommand web cat -AsByteStream", bytes);
        Assert.Equal(bytes, result.TheOne<byte[]>());
        result = shell.Run("[byte[]](97, 13, 10, 98) | Invoke-MicroServiceCommand web cat -Raw");
        Assert.Equal("a\r\nb", result.TheOne<string>());

        // More than any buffer on the way holds, in both directions at once.
        result = shell.Run("1..20000 | ForEach-Object { 'x' * 100 } | Invoke-MicroServiceCommand web cat");
        Assert.Equal(2_000_000, result.AssertNoErrors().As<string>().Sum(line => line.Length));

        // A command that does not read its input: the node then may lose its output and how it ended, for kubectl too;
        // that must not pass for success.
        result = shell.Run("1..100 | ForEach-Object { 'x' * 100 } | Invoke-MicroServiceCommand web -- head -n 1; $LASTEXITCODE");
        if (result.Errors.Count == 0)
        {
            Assert.Equal([new string('x', 100), "0"], result.Output.Select(item => item.ToString()));
        }
        else
        {
            Assert.Equal(-1, ((CommandResult)result.AssertError("CommandFailed").TargetObject).ExitCode);
        }
    }

    private static void AssertErrors(Shell shell, string pod)
    {
        EngineResult result = shell.Run(
            "Invoke-MicroServiceCommand web -- sh -c 'echo out; echo oops >&2; exit 3'; \"$LASTEXITCODE $?\"");
        Assert.Equal(["out", "3 False"], result.As<string>());
        Assert.Equal(
            ["CommandError", "CommandFailed"], result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        Assert.Equal("oops", result.Errors[0].Exception.Message);
        var target = Assert.IsType<CommandResult>(result.Errors[1].TargetObject);
        Assert.Equal((3, pod, "web"), (target.ExitCode, target.Pod, target.Container));

        // Words on standard error alone stop nothing; an exit code does.
        result = shell.Run("Invoke-MicroServiceCommand web -ErrorAction Stop -- sh -c 'echo note >&2; echo out'; $LASTEXITCODE");
        Assert.Equal("out 0", string.Join(' ', result.AssertNoErrors().Output));
        Assert.Equal(["note"], result.Warnings);
        result = shell.Run("$ErrorActionPreference = 'Stop'; Invoke-MicroServiceCommand web -- sh -c 'echo bad >&2; exit 1'; 'not reached'");
        Assert.EndsWith("exit code 1: bad.", result.AssertError("CommandFailed").Exception.Message, StringComparison.Ordinal);
        Assert.Empty(result.Output);

        shell.Run("$ErrorActionPreference = 'Continue'; Invoke-MicroServiceCommand web nothing").AssertError("CommandNotFound");
        Assert.Equal(127, shell.Run("$LASTEXITCODE").TheOne<int>());
    }

    private static void AssertChoice(Shell shell, string pod)
    {
        Assert.Equal(pod, shell.Run("Invoke-MicroServiceCommand web hostname -Pod $args[0] -Container web", pod).TheOne<string>());
        shell.Run("Invoke-MicroServiceCommand web id -Pod other").AssertError("ResourceNotFound");
        shell.Run("Invoke-MicroServiceCommand web id -Container other").AssertError("ResourceNotFound");
        EngineResult refused = shell.Run("Invoke-MicroServiceCommand web id -Raw -AsByteStream");
        refused.AssertError("InvalidSpec");
        Assert.Empty(refused.Output);
        Assert.Equal(pod, shell.Run("Get-MicroService web | Invoke-MicroServiceCommand -Command hostname").TheOne<string>());
        EngineResult whatIf = shell.Run("Invoke-MicroServiceCommand web -WhatIf -- echo secret; 'in' | Invoke-MicroServiceCommand web cat -WhatIf");
        Assert.Empty(whatIf.AssertNoErrors().Output);
        Assert.Contains($"pod {shell.Run("(Get-MicroService web).Namespace").TheOne<string>()}/{pod}", whatIf.HostText, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", whatIf.HostText, StringComparison.Ordinal);
        Assert.Equal([pod], shell.Complete("Invoke-MicroServiceCommand web hostname -Pod "));
    }
}
