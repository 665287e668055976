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
    private readonly IReadOnlyList<GrantParty> _from;
    private readonly IReadOnlyList<AccessPort> _ports;
    private readonly List<ObjectWrite> _writes = [];
    private readonly List<AccessGrant> _grants = [];
    private readonly List<string> _warnings = [];

    private AccessGrantPlanner(AccessGrantRequest request, AccessSnapshot read)
    {
        _request = request;
        _read = read;
        _to = GrantParty.Of(request.To, read);
        _from = [.. request.From.Select(workload => GrantParty.Of(workload, read))];
        _ports =
        [
            .. request.Ports.Select(port => AccessPorts.Resolve(_to.Party, read.Services, port))
                .DistinctBy(port => (port.Number, port.Protocol)),
        ];
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

    private AccessChangePlan Plan()
    {
        (bool network, bool mesh) = Layers();
        GrantChecks.Input(_request, _to, network, mesh, _ports);
        GrantChecks.Readable(_read, _to, _from, network, mesh);
        foreach (GrantParty from in _from)
        {
            if (network) PlanNetwork(from);
            if (mesh) PlanMesh(from);
        }

        AccessSnapshot after = GrantObjects.After(_read, _writes);
        var effects = new GrantEffects(_request, _read, after, _to, _from, _ports);
        AccessLayer[] layers = (network, mesh) switch
        {
            (true, true) => [AccessLayer.NetworkIngress, AccessLayer.Mesh],
            (true, false) => [AccessLayer.NetworkIngress],
            _ => [AccessLayer.Mesh],
        };
        RequireForce([.. effects.Risks(layers)]);
        _warnings.AddRange(effects.Notes(layers));
        return new AccessChangePlan(Title(), _writes, [.. _warnings.Distinct()]) { Grants = _grants };
    }

    /// <summary>Both if both are asked for; without a word the mesh where the pods are in it.</summary>
    private (bool Network, bool Mesh) Layers()
    {
        if (_request.Network || _request.Mesh) return (_request.Network, _request.Mesh);
        bool isInMesh = _request.IsMeshServed && _to.Party.Proxy is MeshProxy.Sidecar or MeshProxy.Ambient;
        return (!isInMesh, isInMesh);
    }

    private void PlanNetwork(GrantParty from)
    {
        if (GrantChecks.Network(_to, from) is { } warning) _warnings.Add(warning);
        Write(AccessLayer.NetworkIngress, from, there => NetworkGrant.Spec(
            AccessLayer.NetworkIngress, _to, from, _ports, there));
        if (!IsShutIn(from)) return;
        Write(AccessLayer.NetworkEgress, from, there => NetworkGrant.Spec(
            AccessLayer.NetworkEgress, _to, from, _ports, there));
    }

    /// <summary>Whether policies close the caller for egress, and do not let it out to the called pods.</summary>
    private bool IsShutIn(GrantParty from) => GrantEffects.Requests(_request, _to, from, _ports)
        .Any(request => NetworkPolicyRules.Egress(request, _read).Allowed != true);

    private void PlanMesh(GrantParty from)
    {
        if (GrantChecks.Mesh(_read, _to, from, _ports) is { } warning) _warnings.Add(warning);
        Write(AccessLayer.Mesh, from, there => MeshGrant.Spec(_to, from, _request, _ports, there));
    }

    private void Write(AccessLayer layer, GrantParty from, Func<System.Text.Json.JsonElement?, JsonObject> spec)
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
        if (!update.IsEmpty) _writes.Add(update);
        Add(update.IsEmpty ? "Unchanged" : "Extended", update.Wanted);

        void Add(string outcome, KubeObject policy)
        {
            System.Text.Json.JsonElement allowed = policy.Json.At("spec") ?? default;
            _grants.Add(new AccessGrant(
                _to.Name, from.Name, _to.Namespace, from.Namespace, layer, $"{target}", outcome)
            {
                Allows = layer == AccessLayer.Mesh ? MeshGrant.Allows(allowed) : NetworkGrant.Allows(allowed),
            });
        }
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
        string[] what =
        [
            .. GrantInput.Methods(_request.Methods), .. _request.Paths, .. _ports.Select(port => $"port {port}"),
        ];
        string only = what.Length == 0 ? "" : $", only {string.Join(' ', what)}";
        return $"Allow {string.Join(", ", _from)} to call {_to}{only}";
    }
}
