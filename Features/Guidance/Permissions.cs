namespace Massar.Features.Guidance;

public static class Permissions
{
    /// <summary>Pupils and guardians: send wishes, read the result, accept it or appeal.</summary>
    public const string Wish = "guidance.wish";

    /// <summary>Heads: the seats of the school, and the council's opinion on its pupils' wishes.</summary>
    public const string Advise = "guidance.advise";

    /// <summary>The directorate: campaigns, seats, the commission's decisions and the answers to appeals.</summary>
    public const string Commission = "guidance.commission";
}
