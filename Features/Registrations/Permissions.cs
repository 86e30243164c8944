namespace Massar.Features.Registrations;

public static class Permissions
{
    /// <summary>Reads the requests of one's school, or of the schools below one's office.</summary>
    public const string Read = "registrations.read";

    /// <summary>Validates, returns or refuses the requests of one's own school.</summary>
    public const string Decide = "registrations.decide";

    /// <summary>Gives a school to a child whose residence belongs to no known zone.</summary>
    public const string Place = "registrations.place";

    /// <summary>Fills a request for a family that stands at the window of one's school or directorate.</summary>
    public const string Assist = "registrations.assist";
}
