using FsCheck.Xunit;
using Kmip.Protocol;
using Kmip.Server.Tests.Support;

namespace Kmip.Server.Tests.Operations;

/// <summary>Random sequences of operations: after each, server and store agree with a model that is a list of states and dates.</summary>
public sealed class ModelTests
{
    private const int StepSeconds = 10;

    private static readonly KmipVersion[] Versions = [KmipVersion.V1_0, KmipVersion.V1_4, KmipVersion.V2_1];

    /// <summary>Each byte is a step: what to do, and with which of the objects so far.</summary>
    [Property(MaxTest = 150, EndSize = 120, Replay = "(20261124,40000003)")]
    public async Task A_random_sequence_of_operations_agrees_with_the_model(byte[] steps)
    {
        using var server = new DispatcherFixture();
        var model = new List<Modelled>();
        for (int i = 0; i < steps.Length; i++)
        {
            KmipVersion version = Versions[i % Versions.Length];
            int kind = steps[i] % 10;
            int target = model.Count == 0 ? 0 : steps[i] / 10 % model.Count;
            if (kind is 0 or 1 || model.Count == 0)
            {
                model.Add(await CreateAsync(server, version, steps[i], model));
            }
            else if (kind is 2)
            {
                server.Clock.Advance(TimeSpan.FromSeconds(StepSeconds));
            }
            else
            {
                await StepAsync(server, version, kind, model[target], target);
            }

            await CompareAsync(server, version, model);
        }

        Assert.Equal(model.Count, server.Store.Count);
    }

    /// <summary>Every second object has a name, every third an activation date to come, and of those every second a deactivation date.</summary>
    private static async Task<Modelled> CreateAsync(DispatcherFixture server, KmipVersion version, byte step, List<Modelled> model)
    {
        DateTimeOffset now = server.Clock.GetUtcNow();
        CreateRequest request = Requests.Aes(128);
        DateTimeOffset? activation = step % 3 == 0 ? now.AddSeconds(step % 4 * StepSeconds) : null;
        DateTimeOffset? deactivation = activation is not null && step % 2 == 0 ? now.AddSeconds(step % 7 * StepSeconds) : null;
        request.Attributes.ActivationDate = activation;
        request.Attributes.DeactivationDate = deactivation;
        if (step % 2 == 1)
        {
            request.Attributes.AddRange([Requests.Named($"name-{model.Count}")]);
        }

        string id = (await server.Send(version, request)).UniqueIdentifier.Text!;
        Assert.DoesNotContain(model, other => other.Id == id);
        return new Modelled(id) { Activation = activation, Deactivation = deactivation };
    }

    private static async Task StepAsync(DispatcherFixture server, KmipVersion version, int kind, Modelled target, int number)
    {
        DateTimeOffset now = server.Clock.GetUtcNow();
        State state = target.At(now);
        switch (kind)
        {
            case 3 or 4:
                bool activates = state is State.PreActive;
                await ExpectAsync(server, Requests.Message(version, new ActivateRequest { UniqueIdentifier = target.Id }), activates, number);
                (target.State, target.Activation) = activates ? (State.Active, now) : (target.State, target.Activation);
                break;
            case 5:
                bool revokes = state is State.Active;
                await ExpectAsync(server, Requests.Message(version, Requests.Revoke(target.Id)), revokes, number);
                (target.State, target.Deactivation) = revokes ? (State.Deactivated, now) : (target.State, target.Deactivation);
                break;
            case 6:
                bool compromises = state is not (State.Compromised or State.DestroyedCompromised);
                await ExpectAsync(server, Requests.Message(version, Requests.Revoke(target.Id, RevocationReasonCode.KeyCompromise)), compromises, number);
                target.State = state is State.Destroyed ? State.DestroyedCompromised : compromises ? State.Compromised : target.State;
                break;
            case 7:
                bool destroys = state is State.PreActive or State.Deactivated or State.Compromised;
                await ExpectAsync(server, Requests.Message(version, new DestroyRequest { UniqueIdentifier = target.Id }), destroys, number);
                target.State = !destroys ? target.State : state is State.Compromised ? State.DestroyedCompromised : State.Destroyed;
                break;
            default:
                bool serves = state is not (State.Destroyed or State.DestroyedCompromised);
                await ExpectAsync(server, Requests.Message(version, new GetRequest { UniqueIdentifier = target.Id }), serves, number);
                break;
        }
    }

    private static async Task ExpectAsync(DispatcherFixture server, RequestMessage request, bool succeeds, int number)
    {
        using ResponseMessage response = ResponseMessage.Decode(await server.SendBytes(request.Encode()));
        ResponseBatchItem item = Assert.Single(response.BatchItems);
        Assert.True(succeeds == item.ResultStatus is ResultStatus.Success, $"{item.Operation} of object {number}: {item.ResultReason}");
    }

    private static async Task CompareAsync(DispatcherFixture server, KmipVersion version, List<Modelled> model)
    {
        DateTimeOffset now = server.Clock.GetUtcNow();
        foreach (Modelled expected in model)
        {
            Assert.Equal(expected.At(now), await server.StateAsync(expected.Id));
        }

        IEnumerable<string> online = model.Where(entry => entry.At(now) is not (State.Destroyed or State.DestroyedCompromised)).Select(entry => entry.Id);
        Assert.Equal(online.Reverse(), await server.LocateAsync(version, new LocateRequest()));
        var active = new LocateRequest { Attributes = new AttributeList { State = State.Active } };
        Assert.Equal(model.Where(entry => entry.At(now) is State.Active).Select(entry => entry.Id).Reverse(), await server.LocateAsync(version, active));
    }

    private sealed class Modelled(string id)
    {
        public string Id { get; } = id;

        public State State { get; set; } = State.PreActive;

        public DateTimeOffset? Activation { get; set; }

        public DateTimeOffset? Deactivation { get; set; }

        /// <summary>The state now: dates that have come take effect.</summary>
        public State At(DateTimeOffset now)
        {
            State state = State is State.PreActive && Activation <= now ? State.Active : State;
            return state is State.Active && Deactivation <= now ? State.Deactivated : state;
        }
    }
}
