using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Updates;

namespace MicroK8s.Access.Grants;

/// <summary>
/// Plans how microservices are allowed to call another one. Each pair and layer has one policy, so that one grant can
/// be taken back without another.
/// </summary>
public sealed class AccessGrantPlanner
{
    private readonly AccessGrantRequest _request;
    private readonly AccessSnapshot _read;
    private readonly GrantParty _to;
    private readonly IReadOnlyList<GrantCaller> _from;
    private readonly IReadOnlyList<AccessPort> _ports;
    private readonly IReadOnlyList<AccessLayer> _layers;
    private readonly List<ObjectWrite> _writes = [];
    private readonly List<AccessGrant> _grants = [];
    private readonly List<string> _warnings = [];

    private AccessGrantPlanner(AccessGrantRequest request, AccessSnapshot read)
    {
        _request = request;
        _read = read;
        _to = GrantParty.Of(request.To, read);
        _from = request.Everyone
            ? [GrantCaller.Everyone]
            : [.. request.From.Select(workload => new GrantCaller(GrantParty.Of(workload, read)))];
        _ports =
        [
            .. request.Ports.Select(port => AccessPorts.Resolve(_to.Party, read.Services, port))
                .DistinctBy(port => (port.Number, port.Protocol)),
        ];
        _layers = Layers();
        GrantChecks.Input(_request, _to, _layers, _ports);
        GrantChecks.Readable(_read, _to, _from, _layers);
    }

    /// <summary>Plans a grant.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="read">What was read of the namespaces of both ends.</param>
    /// <exception cref="ClusterException">
    /// InvalidSpec: the grant could not have the effect; KindNotSupported: no AuthorizationPolicies;
    /// ResourceNotFound; AlreadyExists: a policy of others has the name; AccessDenied: the policies may not be read, so
    /// that nobody can say whom the grant shuts out. Without force also ProtectedObject: a namespace of the cluster,
    /// or others would be allowed too; ReceivesTraffic: others would be shut out.
    /// </exception>
    public static AccessChangePlan Plan(AccessGrantRequest request, AccessSnapshot read) =>
        new AccessGrantPlanner(request, read).Plan();

    /// <summary>
    /// Whether a grant closes a layer that is open to everyone today, so that it matters who calls.
    /// </summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="read">What was read of the namespaces of both ends.</param>
    /// <exception cref="ClusterException">As <see cref="Plan(AccessGrantRequest, AccessSnapshot)"/>.</exception>
    public static bool Closes(AccessGrantRequest request, AccessSnapshot read)
    {
        var planner = new AccessGrantPlanner(request, read);
        return planner.Effects(read).Closed(planner._layers).Any();
    }

    private AccessChangePlan Plan()
    {
        foreach (GrantCaller from in _from)
        {
            if (_layers.Contains(AccessLayer.NetworkIngress)) PlanNetwork(from);
            if (_layers.Contains(AccessLayer.Mesh)) PlanMesh(from);
        }

        GrantEffects effects = Effects(GrantObjects.After(_read, _writes));
        RequireForce([.. effects.Risks(_layers)]);
        _warnings.AddRange(effects.Notes(_layers));
        return new AccessChangePlan(Title(), _writes, [.. _warnings.Distinct()]) { Grants = _grants };
    }

    private GrantEffects Effects(AccessSnapshot after) => new(_request, _read, after, _to, _from, _ports);

    /// <summary>Both if both are asked for; without a word the mesh where the pods are in it.</summary>
    private AccessLayer[] Layers()
    {
        bool isInMesh = _request.IsMeshServed && _to.Party.Proxy is MeshProxy.Sidecar or MeshProxy.Ambient;
        return (_request.Network, _request.Mesh) switch
        {
            (true, true) => [AccessLayer.NetworkIngress, AccessLayer.Mesh],
            (true, false) => [AccessLayer.NetworkIngress],
            (false, true) => [AccessLayer.Mesh],
            _ => [isInMesh ? AccessLayer.Mesh : AccessLayer.NetworkIngress],
        };
    }

    private void PlanNetwork(GrantCaller from)
    {
        if (from.Pods is { } pods && GrantChecks.Network(_to, pods) is { } warning) _warnings.Add(warning);
        Write(AccessLayer.NetworkIngress, from, there => NetworkGrant.Spec(
            AccessLayer.NetworkIngress, _to, from, _ports, there));
        if (from.Pods is null || !IsShutIn(from)) return;
        Write(AccessLayer.NetworkEgress, from, there => NetworkGrant.Spec(
            AccessLayer.NetworkEgress, _to, from, _ports, there));
    }

    /// <summary>Whether policies close the caller for egress, and do not let it out to the called pods.</summary>
    private bool IsShutIn(GrantCaller from) => GrantEffects.Requests(_request, _to, from, _ports)
        .Any(request => NetworkPolicyRules.Egress(request, _read).Allowed != true);

    private void PlanMesh(GrantCaller from)
    {
        if (from.Pods is { } pods && GrantChecks.Mesh(_read, _to, pods, _ports) is { } warning) _warnings.Add(warning);
        Write(AccessLayer.Mesh, from, there => MeshGrant.Spec(_to, from, _request, _ports, there));
    }

    private void Write(AccessLayer layer, GrantCaller from, Func<System.Text.Json.JsonElement?, JsonObject> spec)
    {
        ResourceRef target = GrantObjects.RefOf(layer, _to, from);
        KubeObject? there = GrantObjects.Find(_read, target, $"{_to}", $"{from}");
        if (there is null)
        {
            ObjectCreation made = GrantObjects.Create(target, $"{_to}", $"{from}", spec(null));
            _writes.Add(made);
            Add("Granted", KubeObject.Parse(made.Manifest.ToJsonString()));
            return;
        }

        ObjectUpdate update = ObjectUpdate.Plan(target, there, now =>
        {
            JsonObject copy = now.ToNode();
            copy["spec"] = spec(now.Json.At("spec"));
            return copy;
        });
        RequireSamePair(there, update, from);
        if (!update.IsEmpty) _writes.Add(update);
        Add(update.IsEmpty ? "Unchanged" : "Extended", update.Wanted);

        void Add(string outcome, KubeObject policy)
        {
            System.Text.Json.JsonElement allowed = policy.Json.At("spec") ?? default;
            _grants.Add(new AccessGrant(
                _to.Name, from.Pods?.Name ?? GrantObjects.Everyone, _to.Namespace, from.Pods?.Namespace, layer,
                $"{target}", outcome)
            {
                Allows = layer == AccessLayer.Mesh ? MeshGrant.Allows(allowed) : NetworkGrant.Allows(allowed),
            });
        }
    }

    /// <summary>Grants know workloads by name, so two kinds of one name could take a policy from each other.</summary>
    private void RequireSamePair(KubeObject there, ObjectUpdate update, GrantCaller from)
    {
        bool isShared = _to.HasNamesake(_read) || from.Pods?.HasNamesake(_read) == true;
        if (!isShared || GrantObjects.HaveSameEnds(there, update.Wanted)) return;
        throw new ClusterException(
            ClusterFault.AlreadyExists,
            $"{update.Target} is there already, for a workload of another kind and the same name.", there.Name,
            "Revoke that grant first, or rename one of the workloads.");
    }

    /// <summary>All reasons at once, so that nobody insists on one and gets another.</summary>
    private void RequireForce(IReadOnlyList<(ClusterFault Fault, string Why)> risks)
    {
        if (_writes.Count == 0 || risks.Count == 0) return;
        string[] reasons = [.. risks.Select(risk => risk.Why)];
        if (!_request.Force)
        {
            throw new ClusterException(
                risks[0].Fault,
                $"Cannot allow {string.Join(", ", _from)} to call {_to} without -Force: {string.Join(' ', reasons)}",
                _to.Name,
                "Name every caller that needs it in one command (-From a, b), see with -WhatIf -Force what is written, "
                + "then use -Force.");
        }

        _warnings.AddRange(reasons);
    }

    private string Title()
    {
        string what = GrantInput.Restriction(_request, _ports);
        return $"Allow {string.Join(", ", _from)} to call {_to}{(what.Length == 0 ? "" : $", only {what}")}";
    }
}
