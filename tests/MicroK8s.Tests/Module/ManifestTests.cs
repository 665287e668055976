using System.Collections;
using System.Management.Automation;
using System.Xml.Linq;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Module;

public sealed class ManifestTests : IDisposable
{
    private readonly Shell _shell = new();

    [Fact]
    public void The_manifest_is_valid()
    {
        // Test-ModuleManifest is part of the engine and checks that every file it names is there.
        PSModuleInfo module = _shell.Run("Test-ModuleManifest $args[0]", Repository.Manifest).TheOne<PSModuleInfo>();
        Assert.Equal(new Version(7, 4), module.PowerShellVersion);
        Assert.Equal("preview1", ((Hashtable)((Hashtable)module.PrivateData)["PSData"]!)["Prerelease"]);
        Assert.NotEmpty(module.Description);
        Assert.NotNull(module.LicenseUri);
        Assert.Contains("Kubernetes", module.Tags);
    }

    [Fact]
    public void Exactly_the_cmdlets_of_the_assembly_are_exported()
    {
        string[] exported = [.. _shell.Run("(Get-Module MicroK8s).ExportedCmdlets.Keys").As<string>().Order(StringComparer.Ordinal)];
        string[] written = [.. _shell.Run("Import-Module $args[0] -Force -PassThru | % { $_.ExportedCmdlets.Keys }", BinaryModule)
            .As<string>().Order(StringComparer.Ordinal)];
        Assert.Equal(written, exported);
    }

    [Fact]
    public void Nothing_else_is_exported() => Assert.Equal(
        0, _shell.Run("$m = Get-Module MicroK8s; $m.ExportedFunctions.Count + $m.ExportedAliases.Count + $m.ExportedVariables.Count")
            .TheOne<int>());

    [Fact]
    public void Every_cmdlet_has_an_approved_verb_and_a_declared_output()
    {
        IReadOnlyList<CmdletInfo> cmdlets = _shell.Run("(Get-Module MicroK8s).ExportedCmdlets.Values").As<CmdletInfo>();
        string[] approved = [.. typeof(VerbsCommon).Assembly.GetTypes()
            .Where(type => type.IsPublic && type.Name.StartsWith("Verbs", StringComparison.Ordinal))
            .SelectMany(type => type.GetFields()).Select(field => field.Name)];
        Assert.All(cmdlets, cmdlet => Assert.Contains(cmdlet.Verb, approved));
        Assert.All(cmdlets, cmdlet => Assert.NotEmpty(cmdlet.OutputType));
    }

    [Fact]
    public void Every_cmdlet_that_writes_supports_WhatIf()
    {
        IReadOnlyList<CmdletInfo> cmdlets = _shell.Run("(Get-Module MicroK8s).ExportedCmdlets.Values").As<CmdletInfo>();
        string[] reading = ["Get", "Test", "Connect", "Disconnect", "Wait", "Resolve", "Compare", "Export"];
        Assert.All(
            cmdlets.Where(cmdlet => !reading.Contains(cmdlet.Verb)),
            cmdlet => Assert.Contains("WhatIf", cmdlet.Parameters.Keys));
    }

    [Fact]
    public void Every_output_type_has_a_table_and_a_list()
    {
        string[] types = [.. _shell.Run("(Get-Module MicroK8s).ExportedCmdlets.Values.OutputType.Type.FullName").As<string>()
            .Where(name => name.StartsWith("MicroK8s.", StringComparison.Ordinal)).Distinct()];
        Assert.NotEmpty(types);
        XElement[] views = [.. Directory.GetFiles(Path.Combine(Repository.ModuleFolder, "Views"))
            .SelectMany(file => XDocument.Load(file).Descendants("View"))];

        // Lines of a log are no table: see the view.
        Assert.All(types, type => Assert.Equal(
            type == "MicroK8s.Logs.LogLine" ? ["CustomControl", "ListControl"] : ["ListControl", "TableControl"],
            views.Where(view => view.Descendants("TypeName").Any(name => name.Value == type))
                .SelectMany(view => view.Elements()).Select(element => element.Name.LocalName)
                .Where(name => name.EndsWith("Control", StringComparison.Ordinal)).Order(StringComparer.Ordinal)));
    }

    public void Dispose() => _shell.Dispose();

    private static string BinaryModule => Path.Combine(Repository.ModuleFolder, "bin", "MicroK8s.dll");
}
