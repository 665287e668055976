using System.Management.Automation;
using MicroK8s.Resources;
using MicroK8s.Services;
using MicroK8s.Tests.Cluster;
using MicroK8s.Tests.Engine;

namespace MicroK8s.Tests.Pipeline;

/// <summary>What is mistyped is told with the parameter, the value and the rule, whichever the cmdlet.</summary>
public sealed class InputTests
{
    private const string WrongKind = "ParameterArgumentTransformationError";

    [Theory]
    [InlineData("New-MicroService a b -Environment 5", "Environment", "'5' is neither a hashtable nor a text KEY=VALUE;KEY=VALUE.")]
    [InlineData("New-MicroService a b -Environment @('A=1', 5)", "Environment", "Part 2 is not KEY=VALUE.")]
    [InlineData("New-MicroService a b -Kind deploy", "Kind", "'deploy' must be one of Deployment, StatefulSet, DaemonSet. Did you mean 'Deployment'?")]
    [InlineData("Restart-MicroService a -Kind 1", "Kind", "'1' must be one of Deployment, StatefulSet, DaemonSet.")]
    [InlineData("Get-MicroService -Kind Deployment, StatefulSet", "Kind", "'Deployment, StatefulSet' has several values, but must have one.")]
    [InlineData("Set-MicroService a -Replicas many", "Replicas", "'many' is not a whole number.")]
    [InlineData("New-MicroService a b -NodePort 99999999999", "NodePort", "'99999999999' is not a whole number up to 2147483647.")]
    [InlineData("Wait-MicroService a -Timeout soon", "Timeout", "'soon' is not a duration such as 90s, 10m, 1h30m, 2d or 00:10:00.")]
    [InlineData("Remove-MicroService a -Timeout 1.5", "Timeout", "'1.5' is not a duration such as 90s, 10m, 1h30m, 2d or 00:10:00.")]
    [InlineData("Wait-MicroService a -Timeout 0", "Timeout", "'0' must be from 1 second to 7 days.")]
    [InlineData("Set-MicroService a -Timeout 8d", "Timeout", "'8d' must be from 1 second to 7 days.")]
    [InlineData("$time = 2d; Wait-MicroService a -Timeout $time", "Timeout", "'2' is a decimal number. Write days in quotes, such as '2d'.")]
    [InlineData("Get-MicroServiceEvent a -Since 2.5", "Since", "'2.5' is not a duration such as 90s, 10m, 1h30m, 2d or 00:10:00.")]
    [InlineData("Test-ClusterHealth -Timeout 01:00:01", "Timeout", "'01:00:01' must be from 1 second to 1 hour.")]
    [InlineData("Get-PodUsage -Interval 500ms", "Interval", "'500ms' must be from 1 second to 1 hour.")]
    [InlineData("Get-MicroServiceMetric a -Window ([timespan]::FromDays(2))", "Window", "'2.00:00:00' must be from 10 seconds to 1 day.")]
    [InlineData("Set-CanaryWeight a -Weight ''", "Weight", "'' is not a whole number.")]
    [InlineData("Invoke-CanaryRollout a b -Steps 5, x", "Steps", "'x' is not a whole number.")]
    [InlineData("Invoke-CanaryRollout a b -StepDuration 5x", "StepDuration", "'5x' is not a duration such as 90s, 10m, 1h30m, 2d or 00:10:00.")]
    [InlineData("Invoke-CanaryRollout a b -OnInconclusive Stop", "OnInconclusive", "'Stop' must be one of Wait, Continue, Rollback.")]
    [InlineData("Get-RolloutHistory a -Revision 1, x", "Revision", "'x' is not a whole number.")]
    [InlineData("New-MicroService a b -RunAsNonRoot:maybe", "RunAsNonRoot", "'maybe' is neither true nor false.")]
    [InlineData("Get-MicroService a -Namespace shop, home", "Namespace", "'shop, home' has several values, but must have one.")]
    [InlineData("Grant-MicroServiceAccess a -Everyone:maybe", "Everyone", "'maybe' is neither true nor false.")]
    [InlineData("Revoke-MicroServiceAccess @{ Name = 'a' } -From b", "To", "'@{Name}' is a hashtable, not a name. Put [pscustomobject] before it and pipe that: its keys are properties then.")]
    [InlineData("Get-MicroServiceAccess -Kind deploy", "Kind", "'deploy' must be one of Deployment, StatefulSet, DaemonSet. Did you mean 'Deployment'?")]
    [InlineData("Test-MicroServiceAccess a -From b, c", "From", "'b, c' has several values, but must have one.")]
    [InlineData("Test-ClusterHealth -Context @{ Name = 'a' }", "Context", "'Name' has several values, but must have one.")]
    [InlineData("Set-CanaryWeight @{ Name = 'a' } -Weight 5", "Name", "'Name' has several values, but must have one.")]
    [InlineData("New-MicroService @{ Name = 'a' } b", "Name", "'Name' has several values, but must have one.")]
    [InlineData("Get-MicroServiceEvent a -Since 5x", "Since", "'5x' is not a duration such as 90s, 10m, 1h30m, 2d or 00:10:00.")]
    [InlineData("Get-TrafficPolicy @{ Name = 'a' }", "Name", "'@{Name}' is a hashtable, not a name. Put [pscustomobject] before it and pipe that: its keys are properties then.")]
    [InlineData("Set-TrafficPolicy a -RequestTimeout 5x", "RequestTimeout", "'5x' is not a duration such as 90s, 10m, 1h30m, 2d or 00:10:00.")]
    [InlineData("Set-TrafficPolicy a -ConsecutiveErrors 1.5", "ConsecutiveErrors", "'1.5' is not a whole number.")]
    [InlineData("Set-TrafficPolicy a -LocalityDistribution 5", "LocalityDistribution", "'5' is neither a hashtable nor a text KEY=VALUE;KEY=VALUE.")]
    [InlineData("Set-TrafficPolicy a -TlsCaConfigMap b, c", "TlsCaConfigMap", "'b, c' has several values, but must have one.")]
    [InlineData("Remove-TrafficPolicy a -Setting Outlier, Timeouts", "Setting", "'Timeouts' must be one of LoadBalancer, ConnectionPool, Outlier, Tls, Timeout, Retries, Fault. Did you mean 'Timeout'?")]
    [InlineData("Enable-MicroServiceMonitoring a -Interval 5x", "Interval", "'5x' is not a duration such as 90s, 10m, 1h30m, 2d or 00:10:00.")]
    [InlineData("Disable-MicroServiceMonitoring @{ Name = 'a' }", "Name", "'@{Name}' is a hashtable, not a name. Put [pscustomobject] before it and pipe that: its keys are properties then.")]
    [InlineData("Get-MicroServiceMetric a -Window 5x", "Window", "'5x' is not a duration such as 90s, 10m, 1h30m, 2d or 00:10:00.")]
    [InlineData("Set-MicroService @{ Name = 'a' } -Replicas 1", "Name", "'@{Name}' is a hashtable, not a name. Put [pscustomobject] before it and pipe that: its keys are properties then.")]
    [InlineData("Get-MicroService ([pscustomobject]@{ Name = 'a' })", "Name", "An object is not a name: pipe it, or give its Name.")]
    public void A_wrong_argument_ends_the_command_and_is_told(string script, string parameter, string said)
    {
        using var shell = new Shell();
        ErrorRecord error = shell.Run(script).AssertError(WrongKind);
        Assert.Equal($"Cannot process argument transformation on parameter '{parameter}'. {said}", error.Exception.Message);
        Assert.Equal(ErrorCategory.InvalidData, error.CategoryInfo.Category);
    }

    [Fact]
    public void What_is_out_of_range_keeps_the_engines_words_which_say_all()
    {
        using var shell = new Shell();
        ErrorRecord error = shell.Run("Invoke-NodeDrain a -ThrottleLimit 0").AssertError("ParameterArgumentValidationError");
        Assert.Contains("'ThrottleLimit'. The 0 argument is less than the minimum", error.Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Invoke-Rollback a -ToVersion 2 -ToRevision 1", "-ToVersion '2' cannot be given together with -ToRevision.")]
    [InlineData("Invoke-Rollback a -ToImage b -ToVersion 1", "-ToImage 'b' cannot be given together with -ToVersion.")]
    [InlineData("Set-MicroService a -DisruptionBudget @{ MinAvailable = $null }", "-DisruptionBudget 'MinAvailable' has the value $null.")]
    [InlineData("Grant-MicroServiceAccess a -Everyone:$false", "-Everyone 'False' leaves no caller.")]
    [InlineData("Revoke-MicroServiceAccess a -Everyone:$false", "-Everyone 'False' leaves no caller.")]
    [InlineData("Revoke-MicroServiceAccess a -From b -KeepClosed -Force", "-KeepClosed 'True' cannot be given together with -Force.")]
    [InlineData("Test-MicroServiceAccess a -Method get", "-Method 'get' is not an HTTP method.")]
    [InlineData("Set-MicroService a -Image b, c", "-Image 'b, c' has several values, but must have one.")]
    public void What_the_cmdlet_itself_refuses_is_told_in_the_same_way(string script, string said)
    {
        using var shell = new Shell();
        Assert.Equal(said, shell.Run(script).AssertError("InvalidSpec").Exception.Message);
    }

    [Theory]
    [InlineData("Set-MicroService -Replicas 1")]
    [InlineData("Get-MicroService")]
    [InlineData("Remove-MicroService")]
    [InlineData("Restart-MicroService")]
    [InlineData("Enable-MicroServiceMonitoring")]
    [InlineData("Disable-MicroServiceMonitoring")]
    [InlineData("Get-MicroServiceMetric")]
    [InlineData("Get-TrafficPolicy")]
    [InlineData("Set-TrafficPolicy -RequestTimeout 5s")]
    [InlineData("Remove-TrafficPolicy")]
    [InlineData("Suspend-Rollout")]
    [InlineData("Resume-Rollout")]
    [InlineData("Wait-MicroService")]
    [InlineData("Resolve-MicroService")]
    [InlineData("Export-MicroService")]
    [InlineData("Get-RolloutHistory")]
    [InlineData("Compare-RolloutRevision")]
    [InlineData("Invoke-Rollback")]
    [InlineData("Invoke-CanaryRollout -Resume")]
    [InlineData("Get-MicroServicePod")]
    [InlineData("Get-MicroServiceEvent")]
    [InlineData("Get-MicroServiceLog")]
    [InlineData("Start-MicroServicePortForward")]
    [InlineData("Get-CanaryWeight")]
    [InlineData("Get-MicroServiceAccess")]
    [InlineData("Test-MicroServiceAccess")]
    [InlineData("Grant-MicroServiceAccess -From a")]
    [InlineData("Grant-MicroServiceAccess -Everyone")]
    [InlineData("Revoke-MicroServiceAccess -From a")]
    [InlineData("Revoke-MicroServiceAccess -Everyone")]
    [InlineData("Complete-Canary")]
    [InlineData("Remove-Canary")]
    [InlineData("Get-Cluster")]
    [InlineData("Get-NodeStatus")]
    [InlineData("Suspend-NodeScheduling")]
    [InlineData("Resume-NodeScheduling")]
    [InlineData("Set-NodeTaint -Taint a:NoSchedule")]
    [InlineData("Remove-NodeTaint -Key a")]
    [InlineData("Invoke-NodeDrain")]
    [InlineData("Get-NodeUsage")]
    [InlineData("Get-PodUsage")]
    public void What_comes_down_the_pipeline_without_a_name_is_an_error_of_its_own(string cmdlet)
    {
        using var shell = new Shell();
        EngineResult result = shell.Run(
            "@{ Name = 'a'; Namespace = 'b' }, "
            + "[pscustomobject]@{ apiVersion = 'apps/v1'; kind = 'Deployment'; metadata = [pscustomobject]@{ name = 'a' } }, "
            + $"[version]'1.2' | {cmdlet}");
        string[] said =
        [
            "'@{Name, Namespace}' is a hashtable, not a name.",
            "'@{apiVersion, kind, metadata}' is an object without a property Name",
            "'@{Major, Minor, Build, Revision, MajorRevision, ...}' is an object without a property Name",
        ];
        Assert.Equal(said.Length, result.Errors.Count);
        Assert.All(result.Errors.Zip(said), pair =>
        {
            Assert.StartsWith(WrongKind, pair.First.FullyQualifiedErrorId, StringComparison.Ordinal);
            Assert.Contains(pair.Second, pair.First.Exception.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Texts_numbers_and_objects_with_a_name_name_services_and_nothing_else_is_touched()
    {
        await using TestNamespace ns = await TestNamespace.CreateAsync();
        await using TestNamespace other = await TestNamespace.CreateAsync();
        using Shell shell = Shell.Connected(ns.Name);
        shell.Run(
            "$args | % { New-MicroService a shop/web:v1.0 -Replicas 0 -Namespace $_ -Environment ([pscustomobject]@{ A = 1 }) }",
            ns.Name, other.Name).AssertNoErrors();
        EngineResult result = shell.Run(
            "'nothing', 7, @{ Name = 'a' }, $null, [pscustomobject]@{ Name = 'a'; Namespace = $args[0]; Kind = 'deployment' } "
            + "| Set-MicroService -Image shop/web:v2.0 -PassThru", other.Name);
        Assert.Equal(other.Name, Assert.Single(result.As<MicroService>()).Namespace);
        Assert.Equal(
            ["ResourceNotFound", "ResourceNotFound", WrongKind, "ParameterArgumentValidationError"],
            result.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]));
        KubeObject untouched = await ns.GetAsync(ResourceTypes.Deployment, "a");
        Assert.Equal("shop/web:v1.0", Container(untouched).GetProperty("image").GetString());
        Assert.Equal("1", Container(untouched).GetProperty("env")[0].GetProperty("value").GetString());
    }

    [Fact]
    public void Every_number_word_hashtable_duration_and_name_is_read_by_an_attribute()
    {
        using var shell = new Shell();
        string[] bare =
        [
            .. shell.Run("Get-Command -Module MicroK8s").As<CmdletInfo>()
                .SelectMany(cmdlet => cmdlet.ImplementingType.GetProperties().Select(property => (cmdlet, property)))
                .Where(found => found.property.IsDefined(typeof(ParameterAttribute), true))
                .Where(found => Reader(found.property) is { } reader
                    && !found.property.GetCustomAttributesData().Any(data => data.AttributeType.Name == reader))
                .Select(found => $"{found.cmdlet.Name} -{found.property.Name}"),
        ];
        Assert.Empty(bare);
    }

    private static string? Reader(System.Reflection.PropertyInfo property)
    {
        Type type = property.PropertyType.GetElementType()
            ?? Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        bool comesByValue = property.GetCustomAttributes(typeof(ParameterAttribute), true)
            .Cast<ParameterAttribute>().Any(parameter => parameter.ValueFromPipeline);
        return type switch
        {
            _ when type == typeof(int) || type == typeof(long) || type.IsEnum => "ExactTypeAttribute",
            _ when type == typeof(System.Collections.IDictionary) => "PairsAttribute",
            _ when type == typeof(TimeSpan) => "DurationAttribute",
            _ when type == typeof(string) && comesByValue => "NamesAttribute",
            _ when type == typeof(string) && property.Name == "Name" => "ExactTypeAttribute",
            _ => null,
        };
    }

    private static System.Text.Json.JsonElement Container(KubeObject workload) =>
        workload.Json.Items("spec", "template", "spec", "containers").Single();
}
