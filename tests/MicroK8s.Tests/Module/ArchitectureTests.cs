using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace MicroK8s.Tests.Module;

/// <summary>The reference rules of the layers, read from the staged assemblies.</summary>
public sealed partial class ArchitectureTests : IDisposable
{
    private const BindingFlags All =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private readonly MetadataLoadContext _context = new(new PathAssemblyResolver(
    [
        .. Directory.GetFiles(Path.Combine(Repository.ModuleFolder, "bin"), "*.dll", SearchOption.AllDirectories),
        .. Directory.GetFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*.dll"),
        typeof(System.Management.Automation.PSObject).Assembly.Location,
    ]));

    [Fact]
    public void Core_references_nothing_but_the_runtime() =>
        Assert.All(References("MicroK8s.Core"), name => Assert.StartsWith("System.", name, StringComparison.Ordinal));

    [Fact]
    public void The_adapter_knows_no_PowerShell() => Assert.DoesNotContain(
        References("dependencies/MicroK8s.KubeApi"),
        name => name.Contains("Automation", StringComparison.Ordinal) || name == "MicroK8s");

    [Fact]
    public void The_cmdlets_reference_no_package_of_the_adapter() => Assert.DoesNotContain(
        References("MicroK8s"), name => name is "KubernetesClient" or "MathNet.Numerics" or "YamlDotNet" or "Fractions");

    [Theory]
    [InlineData("MicroK8s.Core")]
    [InlineData("MicroK8s")]
    public void No_signature_mentions_a_package_of_the_adapter(string assembly)
    {
        string[] foreign = [.. Load(assembly).GetTypes().SelectMany(Mentioned).Where(type =>
            type.Namespace is { } space && (space == "k8s" || space.StartsWith("k8s.", StringComparison.Ordinal)
                || space.StartsWith("MathNet", StringComparison.Ordinal)
                || space.StartsWith("YamlDotNet", StringComparison.Ordinal))).Select(type => type.FullName!)];
        Assert.Empty(foreign);
    }

    [Fact]
    public void Only_the_factory_knows_the_adapter()
    {
        // Not even a base class, field or attribute: any of them could load the adapter before the resolver is there.
        Type[] knowing = [.. Load("MicroK8s").GetTypes().Where(type => Mentioned(type).Any(mentioned =>
            mentioned.Namespace?.StartsWith("MicroK8s.KubeApi", StringComparison.Ordinal) == true))];
        Assert.Empty(knowing);
        string source = Path.Combine(Repository.Root, "src", "MicroK8s");
        string[] naming = [.. Directory.GetFiles(source, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(file => File.ReadAllText(file).Contains("KubeApi.", StringComparison.Ordinal))
            .Select(file => Path.GetFileName(file)!)];
        Assert.Equal(["BackendFactory.cs"], naming);
    }

    [Fact]
    public void No_line_of_the_sources_is_wider_than_the_editor_is_told()
    {
        string setting = File.ReadAllLines(Path.Combine(Repository.Root, ".editorconfig"))
            .Single(line => line.StartsWith("max_line_length", StringComparison.Ordinal));
        int most = int.Parse(setting.Split('=')[1], System.Globalization.CultureInfo.InvariantCulture);
        string build = $"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}";
        Assert.Empty(Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains(build, StringComparison.Ordinal))
            .SelectMany(file => File.ReadLines(file).Select((line, index) => (line, Place: $"{file}:{index + 1}")))
            .Where(found => found.line.Length > most).Select(found => found.Place));
    }

    [Fact]
    public void Cmdlets_are_sealed_and_named_as_what_they_do()
    {
        Type[] cmdlets = [.. Load("MicroK8s").GetTypes().Where(type => type.CustomAttributes.Any(attribute =>
            attribute.AttributeType.Name == "CmdletAttribute"))];
        Assert.NotEmpty(cmdlets);
        Assert.All(cmdlets, type =>
        {
            CustomAttributeData cmdlet = type.CustomAttributes.Single(a => a.AttributeType.Name == "CmdletAttribute");
            Assert.Equal(
                $"{cmdlet.ConstructorArguments[0].Value}{cmdlet.ConstructorArguments[1].Value}Command", type.Name);
            Assert.True(type.IsSealed, type.Name);
        });
    }

    [Fact]
    public void Nothing_but_the_door_writes_to_a_person_or_an_agent()
    {
        // Errors are written as they are: the only exception and its records are clean by themselves.
        string[] calls = [.. MethodCalls.Of(Path.Combine(Repository.ModuleFolder, "bin", "MicroK8s.dll"))
            .Where(call => call.Called is "Cmdlet" or "PSCmdlet" or "ICommandRuntime" or "ICommandRuntime2"
                or "PSHost" or "PSHostUserInterface" or "CommandInvocationIntrinsics")
            .Where(call => call.Method is not ("WriteError" or "ThrowTerminatingError")
                && (call.Method.StartsWith("Write", StringComparison.Ordinal)
                    || call.Method.StartsWith("Should", StringComparison.Ordinal)
                    || call.Method.StartsWith("Prompt", StringComparison.Ordinal) || call.Method is "get_UI" or "get_Host"))
            .Select(call => call.Caller).Distinct()];
        Assert.Equal(["OutputCmdlet"], calls);
    }

    [Fact]
    public void What_is_written_to_the_cluster_is_asked_for_in_one_place() => Assert.Equal(
        [
            // These four write files, run a command in a pod, and open a port.
            "ExportClusterHealthReportCommand", "ExportMicroServiceCommand", "InvokeMicroServiceCommandCommand",
            "StartMicroServicePortForwardCommand",
            "OutputCmdlet", "WritingCmdlet",
        ],
        Naming("MicroK8s", "ShouldProcess(").OrderByDescending(name => name.EndsWith("Command", StringComparison.Ordinal))
            .ThenBy(name => name, StringComparer.Ordinal));

    [Fact]
    public void A_write_of_the_cluster_is_made_in_a_few_places() => Assert.Equal(
        ["ObjectCreation", "ObjectDeletion", "ObjectPatch", "ObjectUpdate", "PublishRun", "RollbackRun"],
        Naming("MicroK8s.Core", "dryRun: false").Order(StringComparer.Ordinal));

    [Fact]
    public void The_environment_is_read_in_a_few_places() => Assert.Equal(
        ["KubeConfigFiles", "OutputCmdlet", "ProgramPath", "RequestTimeout"],
        Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains("Environment.GetEnvironmentVariable", StringComparison.Ordinal))
            .Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal));

    /// <summary>
    /// The environment belongs to the process: what a test sets, the tests beside it read. It runs alone, or a process
    /// of its own does it.
    /// </summary>
    [Fact]
    public void Tests_that_change_the_environment_run_alone() => Assert.Empty(
        Directory.GetFiles(Path.Combine(Repository.Root, "tests", "MicroK8s.Tests"), "*.cs", SearchOption.AllDirectories)
            .Select(file => (Name: Path.GetFileName(file), Text: File.ReadAllText(file)))
            .Where(file => EnvironmentChange().IsMatch(file.Text))
            .Where(file => !file.Text.Contains("[Collection(Alone.Name)", StringComparison.Ordinal)
                && !file.Text.Contains("RealShell.", StringComparison.Ordinal))
            .Select(file => file.Name).Except(["ArchitectureTests.cs", "RequestLimit.cs"]));

    /// <summary>To look for a free port and take it later is to find it taken once in a while.</summary>
    [Fact]
    public void Ports_of_HTTP_listeners_are_chosen_in_one_place() => Assert.Equal(
        ["LoopbackListener.cs"],
        Directory.GetFiles(Path.Combine(Repository.Root, "tests", "MicroK8s.Tests"), "*.cs", SearchOption.AllDirectories)
            .Where(file => HttpListenerOfItsOwn().IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetFileName(file)!));

    /// <summary>A completer has little time, and on a busy machine tells nothing: Get-TestCompletion asks again.</summary>
    [Fact]
    public void Pester_files_ask_for_completions_more_than_once() => Assert.DoesNotContain(
        Directory.GetFiles(Path.Combine(Repository.Root, "tests", "Pester"), "*.Tests.ps1"),
        file => File.ReadAllText(file).Contains("TabExpansion2", StringComparison.Ordinal));

    /// <summary>Without the trait they would run beside all others.</summary>
    [Fact]
    public void Tests_that_run_alone_say_what_they_share()
    {
        CustomAttributeData[][] alone =
        [
            .. typeof(ArchitectureTests).Assembly.GetTypes().Select(type => type.GetCustomAttributesData().ToArray())
                .Where(attributes => attributes.Any(one =>
                    one.AttributeType == typeof(CollectionAttribute)
                    && Equals(one.ConstructorArguments[0].Value, Alone.Name))),
        ];
        Assert.NotEmpty(alone);
        Assert.All(alone, attributes => Assert.Single(attributes, one =>
            one.AttributeType == typeof(TraitAttribute)
            && Equals(one.ConstructorArguments[0].Value, Alone.Name)
            && one.ConstructorArguments[1].Value is Alone.InProcess or Alone.InCluster));
    }

    [GeneratedRegex(@"\bHttpListener _?\w+ ?[=;]|new HttpListener\(")]
    private static partial Regex HttpListenerOfItsOwn();

    [GeneratedRegex(@"SetEnvironmentVariable|new RequestLimit|\$env:\w+(?:, ?\$env:\w+)* = ")]
    private static partial Regex EnvironmentChange();

    /// <summary>Each of these is in the table of docs/design.md, with how long it lives and what keeps tests apart.</summary>
    [Fact]
    public void State_of_the_process_is_in_a_few_places_and_told_of()
    {
        string[] holders = [.. Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(file => ProcessState().IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];
        Assert.Equal(
            [
                "CleanRecord", "ClusterCompleter", "ConnectionDefaults", "OpenForwards", "PendingWrites",
                "RolloutProgressReporter", "SessionCache",
            ],
            holders);
        string design = File.ReadAllText(Path.Combine(Repository.Root, "docs", "design.md"));
        Assert.All(holders, holder => Assert.Contains($"| `{holder}` |", design, StringComparison.Ordinal));
    }

    /// <summary>A static field that changes: one that is not read-only, or a collection that is made to be filled.</summary>
    [GeneratedRegex(
        @"^ +(?:(?:private|internal|public) )?static (?:volatile )?(?!readonly|class|partial|async|extern|explicit|implicit)[\w<>?\[\], .()]+ _?\w+(?: = [^>].*)?;\r?$"
        + @"|static readonly (?:ConcurrentDictionary|ConditionalWeakTable|ConcurrentBag|ConcurrentQueue)"
        + @"|static readonly (?:Dictionary|List|HashSet)<.*> \w+ = (?:new\([^)]*\)|\[\]);",
        RegexOptions.Multiline)]
    private static partial Regex ProcessState();

    [Fact]
    public void Error_records_are_made_in_one_place() => Assert.Equal(
        ["ErrorRecords"],
        MethodCalls.Of(Path.Combine(Repository.ModuleFolder, "bin", "MicroK8s.dll"))
            .Where(call => call is { Method: ".ctor", Called: "ErrorRecord" or "ErrorDetails" })
            .Select(call => call.Caller).Distinct());

    public void Dispose() => _context.Dispose();

    private Assembly Load(string name) =>
        _context.LoadFromAssemblyPath(Path.Combine(Repository.ModuleFolder, "bin", name + ".dll"));

    private IEnumerable<string> References(string name) =>
        Load(name).GetReferencedAssemblies().Select(reference => reference.Name!);

    private static IEnumerable<Type> Mentioned(Type type)
    {
        IEnumerable<Type?> own = [type.BaseType, .. type.GetInterfaces()];
        IEnumerable<Type?> members = type.GetMembers(All).SelectMany<MemberInfo, Type?>(member => member switch
        {
            MethodInfo method => [method.ReturnType, .. method.GetParameters().Select(p => p.ParameterType)],
            ConstructorInfo constructor => constructor.GetParameters().Select(p => p.ParameterType),
            FieldInfo field => [field.FieldType],
            _ => [],
        });
        IEnumerable<Type?> attributes = type.CustomAttributes.Select(attribute => attribute.AttributeType);
        return own.Concat(members).Concat(attributes).OfType<Type>().SelectMany(Open);
    }

    /// <summary>The sources of a project that contain a text, by their type.</summary>
    private static IEnumerable<string> Naming(string project, string text) => Directory
        .GetFiles(Path.Combine(Repository.Root, "src", project), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .Where(file => File.ReadAllText(file).Contains(text, StringComparison.Ordinal))
        .Select(file => Path.GetFileNameWithoutExtension(file)!);

    private static IEnumerable<Type> Open(Type type)
    {
        if (type.HasElementType) return Open(type.GetElementType()!);
        return type.IsGenericType ? [type, .. type.GetGenericArguments().SelectMany(Open)] : [type];
    }
}
