using System.Text;
using System.Text.Json;
using MicroK8s.Connection;
using MicroK8s.Conventions;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Traffic;

namespace MicroK8s.CanaryRollouts;

/// <summary>What is done with one or several services, which advance and go back together, in this order.</summary>
/// <param name="Services">The services.</param>
/// <param name="Steps">The shares.</param>
/// <param name="Done">How many steps are passed already, by all of them.</param>
public sealed record CanaryRolloutPlan(IReadOnlyList<CanaryRolloutService> Services, IReadOnlyList<int> Steps, int Done)
{
    /// <summary>Warnings to show before, as whole sentences.</summary>
    public IReadOnlyList<string> Warnings =>
        [.. Services.SelectMany(service => service.Creation?.Warnings ?? []).Distinct()];

    /// <summary>The plan for people.</summary>
    public string Description
    {
        get
        {
            string shares = string.Join(", ", Steps.Skip(Done).Select(step => $"{step}%"));
            var text = new StringBuilder();
            foreach (CanaryRolloutService service in Services)
            {
                text.Append($"Roll out {service} by canary: {service.FromImage} → {service.ToImage}\n");
                if (service.Creation is not { } creation) continue;
                text.Append($"  {creation.Description.Replace("\n", "\n  ", StringComparison.Ordinal)}\n");
            }

            return text.Append($"  steps {shares}, then promote").ToString();
        }
    }

    /// <summary>Plans to begin: all services are checked before anything is written.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="requests">The canaries.</param>
    /// <param name="options">How they advance.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">
    /// InvalidSpec, and all that <see cref="CanaryCreation.PlanAsync"/> throws.
    /// </exception>
    public static async Task<CanaryRolloutPlan> BeginAsync(
        IClusterSession session, IReadOnlyList<CanaryRequest> requests, CanaryRolloutOptions options,
        CancellationToken cancellationToken)
    {
        IReadOnlyList<int> steps = options.EffectiveSteps();
        var services = new List<CanaryRolloutService>();
        foreach (CanaryRequest request in requests)
        {
            CanaryPlan creation = await CanaryCreation
                .PlanAsync(session, request with { Weight = 0 }, cancellationToken).ConfigureAwait(false);
            KubeObject stable = await session.Resources.GetAsync(
                new ResourceRef(ResourceTypes.Deployment, request.Namespace, request.Name), cancellationToken)
                .ConfigureAwait(false);
            services.Add(new CanaryRolloutService(
                session, request.Namespace, request.Name, ImageOf(stable, request.Name), request.Image.Text, creation,
                request.IgnoreOwner) { MaxReplicas = request.MaxReplicas, Run = request.Run });
        }

        return new CanaryRolloutPlan(services, steps, Done: 0);
    }

    /// <summary>Plans to go on where a session paused or ended.</summary>
    /// <param name="session">The cluster.</param>
    /// <param name="services">The services, each with its namespace.</param>
    /// <param name="options">How they advance; the steps are those that were begun with.</param>
    /// <param name="run">The pipeline run that asks for it. Null outside a pipeline.</param>
    /// <param name="force">Whether what a controller owns may be changed.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ClusterException">
    /// ResourceNotFound: there is no canary; InvalidSpec: it was not begun by such a rollout, or the services are not
    /// equally far.
    /// </exception>
    public static async Task<CanaryRolloutPlan> ResumeAsync(
        IClusterSession session, IReadOnlyList<(string Namespace, string Name)> services, CanaryRolloutOptions options,
        PipelineRun? run, bool force, CancellationToken cancellationToken)
    {
        var found = new List<CanaryRolloutService>();
        var notes = new List<RolloutNote>();
        foreach ((string space, string name) in services)
        {
            KubeObject? canary = await session.Resources
                .FindAsync(CanaryRequest.TargetFor(space, name), cancellationToken).ConfigureAwait(false);
            if (canary is null) throw CanaryRemoval.NoCanary(space, name);
            RolloutNote note = RolloutNote.Of(canary) ?? throw new ClusterException(
                ClusterFault.InvalidSpec,
                $"{canary} was not made by Invoke-CanaryRollout, so there is nothing to resume.", name,
                "Shift its traffic with Set-CanaryWeight, promote it with Complete-Canary, or remove it with "
                + "Remove-Canary.");
            KubeObject stable = await session.Resources.GetAsync(
                new ResourceRef(ResourceTypes.Deployment, space, name), cancellationToken).ConfigureAwait(false);
            notes.Add(note);
            found.Add(new CanaryRolloutService(
                session, space, name, ImageOf(stable, name), ImageOf(canary, name), Creation: null, force)
            {
                Run = run,
            });
        }

        if (notes.Any(note => !note.Steps.SequenceEqual(notes[0].Steps)))
        {
            throw new ClusterException(
                ClusterFault.InvalidSpec,
                $"{string.Join(", ", found)} were begun with different steps, so they cannot advance together.",
                found[0].Name, "Resume them one by one.");
        }

        IReadOnlyList<int> steps = (options with { Steps = notes[0].Steps }).EffectiveSteps();
        return new CanaryRolloutPlan(found, steps, Math.Min(notes.Min(note => note.Done), steps.Count));
    }

    /// <summary>The image of the container that is called like the service, else of the first.</summary>
    private static string ImageOf(KubeObject workload, string service)
    {
        JsonElement[] containers = [.. workload.Json.Items("spec", "template", "spec", "containers")];
        return containers.OrderByDescending(container => container.Text("name") == service)
            .FirstOrDefault().Text("image") ?? "";
    }
}
