using System;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Massar.Infrastructure.Data.Migrations
{
    /// <inheritdoc />
    public partial class Training : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "TrainingSessions",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    SchoolYearId = table.Column<int>(type: "int", nullable: false),
                    ThemeAr = table.Column<string>(type: "varchar(160)", maxLength: 160, nullable: false),
                    ThemeFr = table.Column<string>(type: "varchar(160)", maxLength: 160, nullable: false),
                    ThemeKey = table.Column<string>(type: "varchar(160)", maxLength: 160, nullable: false, collation: "utf8mb4_bin"),
                    SubjectCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: true, collation: "utf8mb4_bin"),
                    CycleCode = table.Column<string>(type: "varchar(10)", maxLength: 10, nullable: true, collation: "utf8mb4_bin"),
                    GradeCode = table.Column<string>(type: "varchar(20)", maxLength: 20, nullable: true, collation: "utf8mb4_bin"),
                    Venue = table.Column<string>(type: "varchar(160)", maxLength: 160, nullable: false),
                    FromMinute = table.Column<int>(type: "int", nullable: false),
                    ToMinute = table.Column<int>(type: "int", nullable: false),
                    Seats = table.Column<int>(type: "int", nullable: false),
                    TrainerId = table.Column<long>(type: "bigint", nullable: true),
                    Trainer = table.Column<string>(type: "varchar(120)", maxLength: 120, nullable: false),
                    StartsOn = table.Column<DateOnly>(type: "date", nullable: false),
                    EndsOn = table.Column<DateOnly>(type: "date", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    PlannedByAccountId = table.Column<long>(type: "bigint", nullable: false),
                    PlannedAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    ConvenedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    ClosedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    CancelledAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Report = table.Column<string>(type: "varchar(2000)", maxLength: 2000, nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TrainingSessions", x => x.Id);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "TrainingDays",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    SessionId = table.Column<long>(type: "bigint", nullable: false),
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    CalledAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    CalledByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TrainingDays", x => x.Id);
                    table.ForeignKey(
                        name: "FK_TrainingDays_TrainingSessions_SessionId",
                        column: x => x.SessionId,
                        principalTable: "TrainingSessions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "TrainingSeats",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("MySql:ValueGenerationStrategy", MySqlValueGenerationStrategy.IdentityColumn),
                    SessionId = table.Column<long>(type: "bigint", nullable: false),
                    EmployeeId = table.Column<long>(type: "bigint", nullable: false),
                    PlaceId = table.Column<int>(type: "int", nullable: false),
                    PlacePath = table.Column<string>(type: "varchar(64)", maxLength: 64, nullable: false, collation: "utf8mb4_bin"),
                    State = table.Column<int>(type: "int", nullable: false),
                    ChosenAt = table.Column<DateTime>(type: "datetime(6)", nullable: false),
                    SummonsId = table.Column<long>(type: "bigint", nullable: true),
                    SummonedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Reason = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    AskedAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    Answer = table.Column<string>(type: "varchar(300)", maxLength: 300, nullable: true),
                    AnsweredAt = table.Column<DateTime>(type: "datetime(6)", nullable: true),
                    AnsweredByAccountId = table.Column<long>(type: "bigint", nullable: true),
                    PresentDays = table.Column<int>(type: "int", nullable: true),
                    IsEarned = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    AttestationId = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TrainingSeats", x => x.Id);
                    table.ForeignKey(
                        name: "FK_TrainingSeats_TrainingSessions_SessionId",
                        column: x => x.SessionId,
                        principalTable: "TrainingSessions",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateTable(
                name: "TrainingPresences",
                columns: table => new
                {
                    DayId = table.Column<long>(type: "bigint", nullable: false),
                    SeatId = table.Column<long>(type: "bigint", nullable: false),
                    IsPresent = table.Column<bool>(type: "tinyint(1)", nullable: false),
                    Version = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TrainingPresences", x => new { x.DayId, x.SeatId });
                    table.ForeignKey(
                        name: "FK_TrainingPresences_TrainingDays_DayId",
                        column: x => x.DayId,
                        principalTable: "TrainingDays",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                })
                .Annotation("MySql:CharSet", "utf8mb4")
                .Annotation("Relational:Collation", "utf8mb4_unicode_ci");

            migrationBuilder.CreateIndex(
                name: "IX_TrainingDays_Day",
                table: "TrainingDays",
                column: "Day");

            migrationBuilder.CreateIndex(
                name: "IX_TrainingDays_SessionId_Day",
                table: "TrainingDays",
                columns: new[] { "SessionId", "Day" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_TrainingPresences_SeatId",
                table: "TrainingPresences",
                column: "SeatId");

            migrationBuilder.CreateIndex(
                name: "IX_TrainingSeats_AttestationId",
                table: "TrainingSeats",
                column: "AttestationId");

            migrationBuilder.CreateIndex(
                name: "IX_TrainingSeats_EmployeeId",
                table: "TrainingSeats",
                column: "EmployeeId");

            migrationBuilder.CreateIndex(
                name: "IX_TrainingSeats_PlacePath_State",
                table: "TrainingSeats",
                columns: new[] { "PlacePath", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_TrainingSeats_SessionId_EmployeeId",
                table: "TrainingSeats",
                columns: new[] { "SessionId", "EmployeeId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_TrainingSeats_SummonsId",
                table: "TrainingSeats",
                column: "SummonsId");

            migrationBuilder.CreateIndex(
                name: "IX_TrainingSessions_PlacePath_StartsOn",
                table: "TrainingSessions",
                columns: new[] { "PlacePath", "StartsOn" });

            migrationBuilder.CreateIndex(
                name: "IX_TrainingSessions_ThemeKey",
                table: "TrainingSessions",
                column: "ThemeKey");

            migrationBuilder.CreateIndex(
                name: "IX_TrainingSessions_TrainerId",
                table: "TrainingSessions",
                column: "TrainerId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "TrainingPresences");

            migrationBuilder.DropTable(
                name: "TrainingSeats");

            migrationBuilder.DropTable(
                name: "TrainingDays");

            migrationBuilder.DropTable(
                name: "TrainingSessions");
        }
    }
}
