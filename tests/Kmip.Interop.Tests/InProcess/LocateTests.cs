using Kmip.Interop.Tests.PyKmip;

namespace Kmip.Interop.Tests.InProcess;

/// <summary>Locate as PyKMIP's client sends it.</summary>
public sealed class LocateTests(InProcessServer server) : IClassFixture<InProcessServer>
{
    [Fact]
    public async Task Locate_finds_by_name_and_state_and_lists_the_newest_first()
    {
        PyKmipClient.Require();
        PyKmipConversation[] conversations = await server.AskInEveryVersionAsync(
            PyKmipStep.Create("one", keep: "one"), PyKmipStep.Create("two", keep: "two"), PyKmipStep.Create("three", keep: "three"), PyKmipStep.Activate("$two"),
            PyKmipStep.Locate(), PyKmipStep.Locate("two"), PyKmipStep.Locate(state: "PRE_ACTIVE"), PyKmipStep.Locate("two", "ACTIVE"),
            PyKmipStep.Locate("two", "PRE_ACTIVE"), PyKmipStep.Locate("four"), new PyKmipStep("locate") { Most = 2 });

        Assert.All(conversations, conversation =>
        {
            PyKmipAnswer[] answers = conversation.Succeed().Answers;
            string one = answers[0].Uid, two = answers[1].Uid, three = answers[2].Uid;
            Assert.Equal(
                [[three, two, one], [two], [three, one], [two], [], [], [three, two]],
                answers[4..].Select(answer => answer.List("uids")));
        });
    }

    [Fact]
    public async Task Offset_Items_skips_where_the_version_has_it_and_is_refused_before()
    {
        PyKmipClient.Require();
        PyKmipConversation[] conversations = await server.AskInEveryVersionAsync(
            PyKmipStep.Create("one"), PyKmipStep.Create("two"), new PyKmipStep("locate") { Most = 1, Offset = 1 }, PyKmipStep.Locate("one"));

        Assert.All(conversations, conversation =>
        {
            (string version, PyKmipAnswer[] answers) = conversation;

            // Offset Items came with KMIP 1.3 (section 4.9); PyKMIP sends it in every version.
            if (string.CompareOrdinal(version, "1.3") < 0)
            {
                Failures.AssertFailed(answers[2], version, "INVALID_FIELD");
            }
            else
            {
                Assert.Equal([answers[0].Uid], answers[2].List("uids"));
            }

            Assert.Equal([answers[0].Uid], answers[3].List("uids"));
        });
    }
}
