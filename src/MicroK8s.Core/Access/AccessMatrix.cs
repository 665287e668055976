namespace MicroK8s.Access;

/// <summary>Who may call whom.</summary>
public static class AccessMatrix
{
    /// <summary>Who may call some pods: every other workload that was read, and a caller outside the cluster.</summary>
    /// <param name="to">The pods that are called.</param>
    /// <param name="read">What was read.</param>
    public static AccessMatrixRow RowOf(AccessParty to, AccessSnapshot read)
    {
        AccessPort?[] ports = [.. AccessPorts.Of(to, read.Services)];
        if (ports.Length == 0) ports = [null];
        (AccessParty Party, AccessOutcome Outcome)[] callers =
        [
            .. read.Parties.Where(party => party.Kind != "Pod" && party != to)
                .Select(party => (party, OutcomeOf(party, to, ports, read))),
        ];
        return new AccessMatrixRow(to.Name, to.Namespace ?? "", to.Kind)
        {
            Allowed = Named(AccessOutcome.Allowed),
            Partly = Named(AccessOutcome.Unknown),
            Denied = Named(AccessOutcome.Denied),
            Outside = OutcomeOf(null, to, ports, read),
        };

        string[] Named(AccessOutcome outcome) =>
        [
            .. callers.Where(caller => caller.Outcome == outcome)
                .Select(caller => caller.Party.Namespace == to.Namespace ? caller.Party.Name : $"{caller.Party}"),
        ];
    }

    /// <summary>Allowed or denied if it is so at every port.</summary>
    private static AccessOutcome OutcomeOf(
        AccessParty? from, AccessParty to, IEnumerable<AccessPort?> ports, AccessSnapshot read)
    {
        AccessOutcome[] outcomes =
        [
            .. ports.Select(port => AccessRules.OutcomeOf(
                AccessRules.Decide(new AccessRequest(from, to) { Port = port }, read))).Distinct(),
        ];
        return outcomes is [var one] ? one : AccessOutcome.Unknown;
    }
}
