using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MicroK8s.Health;
using MicroK8s.Health.Catalog;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;

namespace MicroK8s.Tests.Health;

/// <summary>
/// Breaks the test cluster in some sixty ways at once, looks until each is found, and takes all of it back. With
/// MICROK8S_HEALTH_TABLE it writes what was found, and after how long, into that file.
/// </summary>
public sealed class HealthCauses : IAsyncLifetime
{
    private const string NoFinalizers = """{"metadata":{"finalizers":null}}""";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(150);

    private readonly string _id = $"c{Guid.NewGuid().ToString("N")[..6]}";
    private readonly Dictionary<string, (HealthFinding Finding, TimeSpan After)> _found = [];
    private TestNamespace? _home;

    /// <summary>Each code, where it must be found (NS and ID as in causes.yaml), and how it was caused.</summary>
    public static IReadOnlyList<(string Code, string Target, string How)> Table { get; } =
    [
        ("MK121", "APIService v1.gone.ID.example.com", "an APIService whose Service does not exist"),
        ("MK132", "validatingwebhookconfigurations of admissionregistration.k8s.io/v1beta1", "a request to a deprecated API"),
        ("MK141", "ValidatingWebhookConfiguration down-ID", "a webhook with policy Fail and no Service"),
        ("MK142", "ValidatingWebhookConfiguration down-ID", "a webhook with policy Ignore whose pods are not ready"),
        ("MK143", "ValidatingWebhookConfiguration down-ID", "a webhook with a timeout of 30 s"),
        ("MK144", "ValidatingWebhookConfiguration down-ID", "a webhook with policy Fail over leases of every namespace"),
        ("MK151", "certificate of the API server", "a threshold beyond its validity"),
        ("MK152", "client certificate of the kubeconfig", "a threshold beyond its validity"),
        ("MK153", "ValidatingWebhookConfiguration down-ID", "a bundle whose authority has expired"),
        ("MK154", "CertificateSigningRequest csr-ID", "a request that nobody approves"),
        ("MK155", "Secret NS/old", "a TLS Secret with an expired certificate"),
        ("MK156", "Certificate NS/refused", "an issuer that refuses it, in its status"),
        ("MK161", "CustomResourceDefinition twos.ID.example.com", "two definitions of the same kind"),
        ("MK162", "Namespace stuck-ID", "a removed namespace with a finalizer in it"),
        ("MK201", "Node new-ID", "a node without a kubelet"),
        ("MK202", "Node ill-ID", "MemoryPressure in its status"),
        ("MK203", "Node ill-ID", "KernelDeadlock in its status"),
        ("MK204", "Node silent-ID", "a lease that was not renewed"),
        ("MK205", "Node ill-ID", "a kubelet of a newer version"),
        ("MK206", "Node new-ID", "spec.unschedulable"),
        ("MK401", "Deployment NS/degraded", "its pod stops being ready"),
        ("MK402", "Deployment NS/past-deadline", "a progress deadline of 1 s"),
        ("MK403", "Deployment NS/refused", "a PriorityClass that does not exist"),
        ("MK404", "Deployment NS/in-progress", "pods that no scheduler looks at"),
        ("MK405", "Deployment NS/paused", "spec.paused"),
        ("MK411", "Pod NS/crash", "a program that ends with exit code 3"),
        ("MK412", "Pod NS/no-image", "an image that does not exist"),
        ("MK413", "Pod NS/no-config", "a ConfigMap that does not exist"),
        ("MK414", "Pod NS/out-of-memory", "a program that takes more than its limit of 32 MiB"),
        ("MK415", "Pod NS/restarts", "a program that ends after 5 s"),
        ("MK416", "Pod NS/half", "one of two containers ends, and is not started again"),
        ("MK417", "Pod NS/no-node", "a request for 900 GiB"),
        ("MK418", "Pod NS/not-ready", "a readiness probe that fails"),
        ("MK419", "Pod NS/held", "a finalizer that nobody removes"),
        ("MK420", "Pod NS/over", "a program that ends, restartPolicy Never"),
        ("MK431", "Job NS/failed", "a program that ends, backoffLimit 0"),
        ("MK432", "CronJob NS/nightly", "the last run failed"),
        ("MK441", "HorizontalPodAutoscaler NS/blind", "no metrics API"),
        ("MK442", "HorizontalPodAutoscaler NS/lost", "a target that does not exist"),
        ("MK451", "PodDisruptionBudget NS/spent", "its only pod is not ready"),
        ("MK452", "PodDisruptionBudget NS/closed", "minAvailable 1 of one pod"),
        ("MK461", "ResourceQuota NS/nearly", "a quota of ConfigMaps, and a threshold of 1%"),
        ("MK462", "ResourceQuota NS/full", "as many disruption budgets as the quota allows"),
        ("MK501", "Service NS/sick", "its only pod is not ready"),
        ("MK502", "Service NS/empty", "a selector that matches no pod"),
        ("MK503", "Service NS/no-port", "a named targetPort that no container has"),
        ("MK504", "Service NS/outside", "type LoadBalancer without a cloud"),
        ("MK511", "Ingress NS/lost", "a backend Service that does not exist"),
        ("MK512", "Ingress NS/sick", "a backend without a ready pod"),
        ("MK513", "Ingress NS/sick", "an IngressClass that does not exist"),
        ("MK521", "HTTPRoute NS/lost", "a backend Service that does not exist"),
        ("MK522", "HTTPRoute NS/sick", "a backend without a ready pod"),
        ("MK523", "HTTPRoute NS/lost", "a Gateway that does not exist"),
        ("MK524", "Gateway NS/refused", "a controller that refuses it, in its status"),
        ("MK525", "Gateway NS/refused", "a GatewayClass that does not exist"),
        ("MK601", "PersistentVolumeClaim NS/pending", "a StorageClass that does not exist"),
        ("MK602", "PersistentVolumeClaim NS/lost", "its volume was removed"),
        ("MK603", "PersistentVolume failed-ID", "a volume that nothing can reclaim"),
        ("MK604", "VolumeAttachment stuck-ID", "an attach error in its status"),
        ("MK701", "Deployment istio-system/istiod", "an istiod without a pod"),
        ("MK703", "MutatingWebhookConfiguration injector-ID", "an injector without caBundle"),
        ("MK711", "VirtualService NS/lost", "a host that does not exist"),
        ("MK712", "VirtualService NS/sick", "a subset that selects no ready pod"),
        ("MK713", "VirtualService NS/second", "two rules for one host"),
        ("MK714", "VirtualService NS/sick", "a route below one without a match"),
        ("MK715", "VirtualService NS/second", "two destinations of weight 0"),
        ("MK716", "VirtualService NS/lost", "a Gateway that does not exist"),
        ("MK717", "VirtualService NS/sick", "two subsets with the same labels"),
        ("MK718", "DestinationRule NS/policy", "an outlier rule that counts no error"),
        ("MK719", "VirtualService NS/policy", "a timeout shorter than its retries"),
        ("MK720", "DestinationRule NS/drastic", "an outlier rule without a limit"),
        ("MK721", "DestinationRule NS/old", "an outlier rule with consecutiveErrors"),
        ("MK801", "ServiceMonitor NS/blind", "a selector that matches no Service"),
        ("MK802", "ServiceMonitor NS/no-port", "a port that the Service does not have"),
        ("MK803", "DaemonSet NS/fluent-bit", "a log collector whose pods are not ready"),
    ];

    /// <summary>What was found of a code, and how long after it was caused. Null if it was not.</summary>
    public (HealthFinding Finding, TimeSpan After)? Find(string code) =>
        _found.TryGetValue(code, out (HealthFinding, TimeSpan) found) ? found : null;

    /// <summary>A target of the table in this run.</summary>
    public string Name(string target) => target.Replace("NS", _home!.Name, StringComparison.Ordinal)
        .Replace("ID", _id, StringComparison.Ordinal);

    public async Task InitializeAsync()
    {
        _home = await TestNamespace.CreateAsync("causes");
        string bundle = ExpiredCertificate();
        string text = await File.ReadAllTextAsync(
            Path.Combine(Repository.Root, "tests", "MicroK8s.Tests", "Health", "causes.yaml"));
        long start = TimeProvider.System.GetTimestamp();
        await Kubectl.RunAsync(Name(text).Replace("BUNDLE", bundle, StringComparison.Ordinal), ["apply", "--filename", "-"]);
        await CauseTheRestAsync();

        HashSet<string> expected = [.. Table.Select(row => row.Code)];
        while (expected.Count > 0 && TimeProvider.System.GetElapsedTime(start) < Longest)
        {
            await foreach (HealthFinding finding in HealthRun.RunAsync(
                HealthChecks.All, Scope(), TimeSpan.FromMinutes(1), CancellationToken.None))
            {
                if (finding.Code is not { } code || !expected.Contains(code)) continue;
                if (Name(Table.First(row => row.Code == code).Target) != finding.Target) continue;
                _found[code] = (finding, TimeProvider.System.GetElapsedTime(start));
                expected.Remove(code);
            }

            await Task.Delay(500);
        }

        await WriteTableAsync();
    }

    public async Task DisposeAsync()
    {
        string mine = $"test={_id}";
        await Kubectl.RunAsync("patch", "pod", "held", "--namespace", _home!.Name, "--type=merge", "--patch", NoFinalizers);
        await Kubectl.RunAsync("patch", "configmap", "held", "--namespace", $"stuck-{_id}", "--type=merge", "--patch", NoFinalizers);
        await Kubectl.RunAsync(
            "delete", "apiservices,validatingwebhookconfigurations,mutatingwebhookconfigurations,customresourcedefinitions,nodes,persistentvolumes,volumeattachments,certificatesigningrequests",
            "--selector", mine, "--ignore-not-found", "--wait=false");
        await Kubectl.RunAsync("delete", "leases", "--namespace", "kube-node-lease", "--selector", mine);
        await Kubectl.RunAsync("delete", "namespace", "istio-system", "--ignore-not-found", "--wait=true");
        await _home.DisposeAsync();
    }

    /// <summary>The graces are zero, so that the test need not wait for them, and dates are far enough.</summary>
    internal static HealthScope Scope() => new(TestCluster.Admin, [], TimeProvider.System)
    {
        Thresholds = HealthChecks.All.SelectMany(check => check.Thresholds).Select(one => one.Name).Distinct()
            .Where(name => name.EndsWith("Grace", StringComparison.Ordinal)).ToDictionary(name => name, _ => 0.0)
            .Append(new("QuotaWarning", 1)).Append(new("CertificateExpiry", TimeSpan.FromDays(3650).TotalSeconds))
            .ToDictionary(pair => pair.Key, pair => pair.Value),
    };

    private async Task CauseTheRestAsync()
    {
        await Kubectl.RunAsync("delete", "namespace", $"stuck-{_id}", "--wait=false");
        await Kubectl.RunAsync("delete", "pod", "held", "--namespace", _home!.Name, "--wait=false");
        foreach (string claim in (string[])["lost", "reclaimed"])
        {
            await _home.WaitForAsync(
                ResourceTypes.PersistentVolumeClaim, claim, item => item.Json.Text("status", "phase") == "Bound");
        }

        await Kubectl.RunAsync("delete", "pvc", "reclaimed", "--namespace", _home.Name, "--wait=false");
        await Kubectl.RunAsync("delete", "pv", $"lost-{_id}", "--wait=false");
        await Kubectl.RunAsync("patch", "pv", $"lost-{_id}", "--type=merge", "--patch", NoFinalizers);
        await PatchStatusAsync($"node/ill-{_id}", """
            {"status": {"nodeInfo": {"kubeletVersion": "v1.99.0"}, "conditions": [
              {"type": "Ready", "status": "True", "lastHeartbeatTime": null, "lastTransitionTime": null},
              {"type": "MemoryPressure", "status": "True", "reason": "Test", "lastHeartbeatTime": null, "lastTransitionTime": null},
              {"type": "KernelDeadlock", "status": "True", "reason": "Test", "lastHeartbeatTime": null, "lastTransitionTime": null}]}}
            """);
        await PatchStatusAsync($"gateway.gateway.networking.k8s.io/refused --namespace={_home.Name}", """
            {"status": {"conditions": [{"type": "Accepted", "status": "False", "reason": "Invalid", "message": "no such class", "lastTransitionTime": "2026-01-01T00:00:00Z"}]}}
            """);
        await PatchStatusAsync($"node/silent-{_id}", """
            {"status": {"conditions": [{"type": "Ready", "status": "True", "lastHeartbeatTime": null, "lastTransitionTime": null}]}}
            """);
        await PatchStatusAsync($"volumeattachment/stuck-{_id}", """{"status": {"attached": false, "attachError": {"message": "no such driver"}}}""");
        await CreateCertificateAsync();
        await TestCluster.Admin.ProbeAsync("apis/admissionregistration.k8s.io/v1beta1/validatingwebhookconfigurations", default);
        await Kubectl.RunAsync(Request(), ["apply", "--filename", "-"]);
        await Kubectl.RunAsync(await RunsAsync(), ["apply", "--filename", "-"]);
    }

    /// <summary>What cert-manager says of a certificate that it did not get.</summary>
    private async Task CreateCertificateAsync()
    {
        await Kubectl.RunAsync("wait", "crd", "certificates.cert-manager.io", "--for=condition=Established", "--timeout=180s");
        await _home!.CreateAsync(ResourceTypes.Certificate, """{"metadata": {"name": "refused"}, "spec": {"secretName": "refused"}}""");
        await PatchStatusAsync($"certificate.cert-manager.io/refused --namespace={_home.Name}", """
            {"status": {"conditions": [{"type": "Ready", "status": "False", "reason": "IssuerNotFound", "message": "there is no Issuer none"}]}}
            """);
    }

    private static Task<string> PatchStatusAsync(string target, string patch) =>
        Kubectl.RunAsync([
            "patch", .. target.Split(' '), "--subresource=status", "--type=merge", "--patch", patch,
        ]);

    /// <summary>A CronJob that rests, and a run of it that fails.</summary>
    private async Task<string> RunsAsync()
    {
        const string Template = """{"spec": {"restartPolicy": "Never", "containers": [{"name": "main", "image": "shop/crash:v1.0"}]}}""";
        KubeObject cron = await _home!.CreateAsync(ResourceTypes.CronJobBeta, $$$"""
            {"metadata": {"name": "nightly"}, "spec": {"suspend": true, "schedule": "0 0 * * *",
             "jobTemplate": {"spec": {"template": {{{Template}}} } } } }
            """);
        return $$$"""
            {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "nightly-1", "namespace": "{{{_home.Name}}}", "ownerReferences": [
              {"apiVersion": "batch/v1beta1", "kind": "CronJob", "name": "nightly", "uid": "{{{cron.Uid}}}", "controller": true}]},
             "spec": {"backoffLimit": 0, "template": {{{Template}}} } }
            """;
    }

    private string Request()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
        return $$"""
            {"apiVersion": "certificates.k8s.io/v1", "kind": "CertificateSigningRequest", "metadata": {"name": "csr-{{_id}}", "labels": {"test": "{{_id}}"} },
             "spec": {"signerName": "example.com/test", "usages": ["client auth"], "request": "{{Base64(request)}}"} }
            """;
    }

    private static string ExpiredCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate =
            request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-30), DateTimeOffset.UtcNow.AddDays(-1));
        return Base64(certificate.ExportCertificatePem());
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private async Task WriteTableAsync()
    {
        if (Environment.GetEnvironmentVariable("MICROK8S_HEALTH_TABLE") is not { Length: > 0 } path) return;
        await File.WriteAllLinesAsync(path, Table.Select(row => Find(row.Code) is { } found
            ? $"{row.Code}\t{row.How}\t{found.Finding.Status} {found.Finding.Target}: {found.Finding.Evidence}\t{found.After.TotalSeconds:0.0}"
            : $"{row.Code}\t{row.How}\tnot found\t"));
    }
}
