using System.Text.Json.Nodes;
using MicroK8s.Errors;
using MicroK8s.Resources;
using MicroK8s.Tests.Cluster;
using MicroK8s.Updates;

namespace MicroK8s.Tests.Updates;

/// <summary>Writes that fail, or whose answer is lost, on objects in memory.</summary>
public sealed class ChangeSetRunTests
{
    private static readonly ResourceRef First = new(ResourceTypes.ConfigMap, "shop", "first");
    private static readonly ResourceRef Second = new(ResourceTypes.ConfigMap, "shop", "second");
    private static readonly ClusterException Lost = new(ClusterFault.Unreachable, "No answer.");

    [Fact]
    public async Task A_failure_takes_back_what_was_written_before_the_last_one_first()
    {
        using var store = new Store(First, Second);
        store.Fail(Second, after: false, new ClusterException(ClusterFault.AccessDenied, "Not you."));

        ClusterException failure = await Assert.ThrowsAsync<ClusterException>(
            () => ChangeSetRun.ApplyAsync(store, [Label(store, First), Label(store, Second)]));

        Assert.Equal(
            (ClusterFault.AccessDenied, "Not you. What was made before is undone."), (failure.Fault, failure.Message));
        Assert.Empty(store[First].Labels);
    }

    [Fact]
    public async Task After_a_lost_answer_a_change_that_was_stored_is_done()
    {
        using var store = new Store(First, Second);
        store.Fail(First, after: true, Lost);

        IReadOnlyList<WrittenObject> done =
            await ChangeSetRun.ApplyAsync(store, [Label(store, First), Label(store, Second)]);

        Assert.Equal([First, Second], done.Select(one => one.Write.Target));
        Assert.All([First, Second], target => Assert.Equal("on", store[target].Labels["mark"]));
        await done[0].TakeBackAsync(store, default);
        Assert.Empty(store[First].Labels);
    }

    [Fact]
    public async Task After_a_lost_answer_a_change_that_was_not_stored_is_the_plain_fault()
    {
        using var store = new Store(First);
        store.Fail(First, after: false, Lost);

        ClusterException failure = await Assert.ThrowsAsync<ClusterException>(
            () => ChangeSetRun.ApplyAsync(store, [Label(store, First)]));

        Assert.Same(Lost, failure);
    }

    [Theory]
    [InlineData(false, ClusterFault.Unreachable, "No answer. It may have been done: ConfigMap shop/second.")]
    [InlineData(true, ClusterFault.PartialFailure, "remain: ConfigMap shop/second (it may have been done).")]
    public async Task A_new_object_that_is_there_after_a_lost_answer_may_be_anybodys(
        bool hasEarlier, ClusterFault fault, string end)
    {
        using var store = new Store(First);
        store.Fail(Second, after: true, Lost);
        var made = new ObjectCreation(Second.Type, Map(Second).Json);
        ObjectWrite[] writes = hasEarlier ? [Label(store, First), made] : [made];

        ClusterException failure =
            await Assert.ThrowsAsync<ClusterException>(() => ChangeSetRun.ApplyAsync(store, writes));

        Assert.Equal(fault, failure.Fault);
        Assert.EndsWith(end, failure.Message, StringComparison.Ordinal);
        Assert.Empty(store[First].Labels);
    }

    [Fact]
    public async Task When_the_object_cannot_be_asked_either_the_write_is_in_doubt()
    {
        using var store = new Store(First) { IsAway = true };
        store.Fail(First, after: false, Lost);

        ClusterException failure = await Assert.ThrowsAsync<ClusterException>(
            () => ChangeSetRun.ApplyAsync(store, [Label(store, First)]));

        Assert.Equal(
            (ClusterFault.Unreachable, "No answer. It may have been done: the change of ConfigMap shop/first."),
            (failure.Fault, failure.Message));
    }

    [Fact]
    public async Task A_later_write_of_the_same_object_begins_at_the_earlier_one_and_both_are_taken_back_as_one()
    {
        using var store = new Store(First);
        IReadOnlyList<WrittenObject> done =
            await ChangeSetRun.ApplyAsync(store, [Label(store, First), Label(store, First, "second")]);

        Assert.Equal(["mark", "second"], store[First].Labels.Keys.Order(StringComparer.Ordinal));
        await Assert.Single(done).TakeBackAsync(store, default);
        Assert.Empty(store[First].Labels);
    }

    [Fact]
    public async Task A_removed_object_is_made_again_without_what_the_server_wrote()
    {
        using var store = new Store(First, Second);
        store.Fail(Second, after: false, new ClusterException(ClusterFault.AccessDenied, "Not you."));

        await Assert.ThrowsAsync<ClusterException>(() => ChangeSetRun.ApplyAsync(
            store, [new ObjectDeletion(First, store[First]), Label(store, Second)]));

        Assert.NotEqual("first", store[First].Uid);
        Assert.Equal("ConfigMap", store[First].Kind);
    }

    [Theory]
    [InlineData(ConflictRetry.Tries - 1, true)]
    [InlineData(ConflictRetry.Tries, false)]
    public async Task Another_writer_is_given_way_to_a_bounded_number_of_times(int conflicts, bool comesThrough)
    {
        using var store = new Store(First) { Conflicts = conflicts };
        Task<IReadOnlyList<WrittenObject>> writing = ChangeSetRun.ApplyAsync(store, [Label(store, First)]);
        if (comesThrough)
        {
            await writing;
            Assert.Equal("on", store[First].Labels["mark"]);
            return;
        }

        ClusterException failure = await Assert.ThrowsAsync<ClusterException>(() => writing);
        Assert.Equal(ClusterFault.Conflict, failure.Fault);
        Assert.Contains($"before each of {ConflictRetry.Tries} tries", failure.Message, StringComparison.Ordinal);
        Assert.Empty(store[First].Labels);
    }

    [Fact]
    public async Task A_refusal_of_the_change_itself_is_not_tried_again()
    {
        using var store = new Store(First);
        store.Fail(First, after: false, new ClusterException(ClusterFault.InvalidSpec, "No."));

        ClusterException failure = await Assert.ThrowsAsync<ClusterException>(
            () => ChangeSetRun.ApplyAsync(store, [Label(store, First)]));

        Assert.Equal((ClusterFault.InvalidSpec, 1), (failure.Fault, store.Writes));
    }

    private static ObjectUpdate Label(Store store, ResourceRef target, string key = "mark") =>
        ObjectUpdate.Plan(target, store[target], read =>
        {
            JsonObject copy = read.ToNode();
            copy["metadata"]!["labels"] ??= new JsonObject();
            copy["metadata"]!["labels"]![key] = "on";
            return copy;
        });

    private static ObjectBuilder Map(ResourceRef target) =>
        ObjectBuilder.Of("ConfigMap", target.Name).WithMetadata("""{"namespace":"shop"}""");

    /// <summary>Objects in memory, which refuse a change of a version that is not theirs.</summary>
    private sealed class Store : DelegatingSession
    {
        private readonly Dictionary<ResourceRef, KubeObject> _objects = [];
        private (ResourceRef Target, bool After, ClusterException Fault)? _failure;
        private int _version;

        public Store(params ResourceRef[] targets)
            : base(null)
        {
            foreach (ResourceRef target in targets) Put(target, Map(target).Json, target.Name);
        }

        public bool IsAway { get; init; }

        public int Conflicts { get; set; }

        public int Writes { get; private set; }

        public KubeObject this[ResourceRef target] => _objects[target];

        /// <summary>Lets the next write of an object fail, once.</summary>
        public void Fail(ResourceRef target, bool after, ClusterException fault) => _failure = (target, after, fault);

        public override Task<KubeObject> GetAsync(ResourceRef target, CancellationToken cancellationToken) =>
            Task.FromResult(_objects[target]);

        public override Task<KubeObject?> FindAsync(ResourceRef target, CancellationToken cancellationToken) =>
            IsAway ? throw Lost : Task.FromResult(_objects.GetValueOrDefault(target));

        public override Task<KubeObject> PatchAsync(
            ResourceRef target, JsonPatch patch, bool dryRun, CancellationToken cancellationToken) => Write(target, () =>
        {
            if (Conflicts-- > 0) throw new ClusterException(ClusterFault.Conflict, "Somebody else wrote.");
            JsonArray operations = JsonNode.Parse(patch.ToString())!.AsArray();
            JsonObject json = _objects[target].ToNode();
            Assert.Equal(_objects[target].ResourceVersion, (string?)operations[0]!["value"]);
            foreach (JsonNode? operation in operations.Skip(1)) Apply(json, operation!.AsObject());
            return Put(target, json, _objects[target].Uid);
        });

        public override Task<KubeObject> CreateAsync(
            ResourceType type, JsonObject manifest, bool dryRun, CancellationToken cancellationToken)
        {
            var target = new ResourceRef(type, "shop", (string)manifest["metadata"]!["name"]!);
            Assert.Null(manifest["metadata"]!["uid"]);
            return Write(target, () => Put(target, manifest.DeepClone().AsObject(), $"made-{_version}"));
        }

        public override Task DeleteAsync(
            ResourceRef target, string? uid, bool dryRun, CancellationToken cancellationToken) => Write(target, () =>
        {
            Assert.Equal(_objects[target].Uid, uid);
            _objects.Remove(target, out KubeObject? gone);
            return gone!;
        });

        private static void Apply(JsonObject json, JsonObject operation)
        {
            string[] path = ((string)operation["path"]!).Split('/')[1..];
            JsonObject parent = path[..^1].Aggregate(json, (node, part) => node[part]!.AsObject());
            if ((string?)operation["op"] == "remove") parent.Remove(path[^1]);
            else if ((string?)operation["op"] != "test") parent[path[^1]] = operation["value"]?.DeepClone();
        }

        private Task<KubeObject> Write(ResourceRef target, Func<KubeObject> write)
        {
            Writes++;
            if (_failure is not { } failure || failure.Target != target) return Task.FromResult(write());
            _failure = null;
            if (failure.After) write();
            throw failure.Fault;
        }

        private KubeObject Put(ResourceRef target, JsonObject json, string uid)
        {
            json["metadata"]!["uid"] = uid;
            json["metadata"]!["resourceVersion"] = $"{++_version}";
            return _objects[target] = KubeObject.Parse(json.ToJsonString());
        }
    }
}
