using System.Runtime.CompilerServices;
using System.Text.Json;
using MicroK8s.Connection;
using MicroK8s.Conventions;
using MicroK8s.Resources;

namespace MicroK8s.Health.Certificates;

/// <summary>Whether certificates are valid for a while, and requests for them are answered.</summary>
public sealed class CertificatesCheck : IHealthCheck
{
    /// <inheritdoc/>
    public string Name => "Certificates";

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.Security;

    /// <inheritdoc/>
    public string Summary =>
        "Certificates of server and client, and bundles of authorities, are valid; none waits to be signed";

    /// <inheritdoc/>
    public IReadOnlyList<HealthCode> Codes => CertificateCodes.OfCluster;

    /// <inheritdoc/>
    public IReadOnlyList<HealthThreshold> Thresholds => CertificateRules.Thresholds;

    /// <inheritdoc/>
    public HealthProbe Start(HealthScope scope) => new Probe(scope);


    private sealed class Probe(HealthScope scope) : HealthProbe(scope)
    {
        private static readonly HealthList[] Bundles =
        [
            new(ResourceTypes.ValidatingWebhookConfiguration), new(ResourceTypes.MutatingWebhookConfiguration),
            new(ResourceTypes.ApiService), new(ResourceTypes.CustomResourceDefinition),
        ];

        private static readonly HealthList Requests = new(ResourceTypes.CertificateSigningRequest);
        private static readonly HealthList Issued = new(ResourceTypes.Certificate);

        private readonly HealthSum _bundles = new("object with a bundle", "Valid") { Plural = "objects with a bundle" };
        private readonly HealthSum _requests = new("signing request", "None waits");
        private readonly HealthSum _issued = new("cert-manager Certificate", "Ready");

        public override IReadOnlyList<HealthList> Lists => [.. Bundles, Requests, Issued];

        public override IEnumerable<HealthVerdict> Take(KubeObject item) => item.Kind switch
        {
            "CertificateSigningRequest" =>
                _requests.Count(HealthVerdict.FromProblems(item, JudgeRequest(item))),
            "Certificate" => Scope.IsUsers(item)
                ? _issued.Count(HealthVerdict.FromProblems(item, JudgeIssued(item)))
                : [],
            _ => _bundles.Count(HealthVerdict.FromProblems(item, BundleRules.Judge(item, Scope))),
        };

        public override async IAsyncEnumerable<HealthVerdict> EndAsync(
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask.ConfigureAwait(false);
            ConnectionCertificates known = Scope.Session.Certificates;
            foreach (HealthVerdict verdict in Judge(
                CertificateCodes.Server, "certificate of the API server", known.ServerEnd,
                "Renew the certificate of the API server"))
            {
                yield return verdict;
            }

            foreach (HealthVerdict verdict in Judge(
                CertificateCodes.Client, "client certificate of the kubeconfig", known.ClientEnd,
                "Ask for a new client certificate"))
            {
                yield return verdict;
            }

            if (_bundles.Verdict(Bundles.All(IsRead)) is { } bundles) yield return bundles;
            if (_requests.Verdict(IsRead(Requests)) is { } requests) yield return requests;
            if (IsServed(Issued) && _issued.Verdict(IsRead(Issued)) is { } issued) yield return issued;
        }

        private IEnumerable<HealthVerdict> Judge(HealthCode code, string what, DateTimeOffset? end, string advice)
        {
            // A connection without TLS, or with a token, has none.
            if (end is null) yield break;
            var target = new HealthTarget(what);
            yield return CertificateRules.Judge(code, "It", end.Value, Scope, advice) is { } problem
                ? HealthVerdict.Of(target, problem)
                : new HealthVerdict(HealthStatus.Healthy, target, $"Valid until {end:yyyy-MM-dd HH:mm} UTC");
        }

        private IEnumerable<HealthProblem> JudgeRequest(KubeObject request)
        {
            TimeSpan age = Scope.Now - (request.Created ?? Scope.Now);
            if (request.Json.Items("status", "conditions").Any()
                || age <= Scope.TimeOf(CertificateRules.RequestGrace)) yield break;
            yield return new HealthProblem(
                CertificateCodes.Request,
                $"{request.Json.Text("spec", "username")} has waited {AgeText.Of(age)} for signer "
                + request.Json.Text("spec", "signerName"),
                "Approve or deny it, or see why its approver does not");
        }

        private static IEnumerable<HealthProblem> JudgeIssued(KubeObject certificate)
        {
            JsonElement ready = certificate.Condition("Ready");
            if (ready.Text("status") != "False") yield break;
            yield return new HealthProblem(
                CertificateCodes.Issuance, $"{ready.Text("reason")}: {ready.Text("message")}",
                $"Read the events of Certificate {certificate.Name} and of its issuer");
        }
    }
}
