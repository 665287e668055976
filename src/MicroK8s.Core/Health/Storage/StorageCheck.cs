using System.Runtime.CompilerServices;
using MicroK8s.Resources;

namespace MicroK8s.Health.Storage;

/// <summary>Whether claims have their volumes, and volumes are in order.</summary>
public sealed class StorageCheck : IHealthCheck
{
    /// <inheritdoc/>
    public string Name => "Storage";

    /// <inheritdoc/>
    public HealthCategory Category => HealthCategory.Storage;

    /// <inheritdoc/>
    public string Summary => "Claims are bound, and volumes can be attached and reclaimed";

    /// <inheritdoc/>
    public IReadOnlyList<HealthCode> Codes => StorageCodes.All;

    /// <inheritdoc/>
    public IReadOnlyList<HealthThreshold> Thresholds => StorageRules.Thresholds;

    /// <inheritdoc/>
    public HealthProbe Start(HealthScope scope) => new Probe(scope);


    private sealed class Probe(HealthScope scope) : HealthProbe(scope)
    {
        private static readonly HealthList Claims = new(ResourceTypes.PersistentVolumeClaim);
        private static readonly HealthList Volumes = new(ResourceTypes.PersistentVolume);
        private static readonly HealthList Attachments = new(ResourceTypes.VolumeAttachment);
        private static readonly HealthList Classes = new(ResourceTypes.StorageClass);

        private readonly HealthSum _claims = new("claim", "Bound");
        private readonly HealthSum _volumes = new("volume", "Not failed");
        private readonly List<(HealthTarget Claim, string? Class, TimeSpan Age)> _pending = [];
        private readonly Dictionary<string, bool> _classes = new(StringComparer.Ordinal);
        private string? _default;

        public override IReadOnlyList<HealthList> Lists => [Claims, Volumes, Attachments, Classes];

        public override IEnumerable<HealthVerdict> Take(KubeObject item)
        {
            switch (item.Kind)
            {
                case "StorageClass":
                    _classes[item.Name] = StorageRules.IsLate(item);
                    if (StorageRules.IsDefault(item)) _default = item.Name;
                    return [];
                case "PersistentVolume":
                    return _volumes.Count(HealthVerdict.FromProblems(item, StorageRules.JudgeVolume(item)));
                case "VolumeAttachment":
                    return HealthVerdict.FromProblems(item, StorageRules.JudgeAttachment(item, Scope));
                default:
                    return Scope.IsUsers(item) ? TakeClaim(item) : [];
            }
        }

        public override async IAsyncEnumerable<HealthVerdict> EndAsync(
            [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask.ConfigureAwait(false);
            foreach ((HealthTarget claim, string? name, TimeSpan age) in _pending)
            {
                string? effective = name ?? _default;
                bool hasClass = effective is not null && _classes.ContainsKey(effective);

                // Where a volume is made when a pod needs it, that pod says what is wrong; and who may not read classes
                // cannot tell.
                bool isMeant = hasClass ? _classes[effective!] : !IsRead(Classes);
                foreach (HealthVerdict verdict in _claims.Count(
                    isMeant ? [] : [HealthVerdict.Of(claim, StorageRules.Pending(name, age, hasClass, Scope))]))
                {
                    yield return verdict;
                }
            }

            if (_claims.Verdict(IsRead(Claims)) is { } claims) yield return claims;
            if (_volumes.Verdict(IsRead(Volumes)) is { } volumes) yield return volumes;
        }

        private IEnumerable<HealthVerdict> TakeClaim(KubeObject claim)
        {
            switch (claim.Json.Text("status", "phase"))
            {
                case "Pending":
                    _pending.Add((
                        HealthTarget.Of(claim), StorageRules.ClassOf(claim),
                        Scope.Now - (claim.Created ?? Scope.Now)));
                    return [];
                case "Lost":
                    return _claims.Count([HealthVerdict.Of(HealthTarget.Of(claim), new HealthProblem(
                        StorageCodes.ClaimLost,
                        $"Lost: volume {claim.Json.Text("spec", "volumeName")} is gone, and what was on it with it",
                        "Restore the data into a new claim"))]);
                default:
                    return _claims.Count([]);
            }
        }
    }
}
