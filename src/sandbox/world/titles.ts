// What people do, by how much they decide, with what that is worth in a lead score. Data only.

export interface Level {
  readonly id: string;
  readonly weight: number;
  readonly points: number;
  readonly titles: readonly string[];
}

export const LEVELS: readonly Level[] = [
  {
    id: 'chief',
    weight: 10,
    points: 20,
    titles: ['Chief Marketing Officer', 'Chief Revenue Officer', 'Chief Operating Officer'],
  },
  {
    id: 'vice_president',
    weight: 18,
    points: 18,
    titles: ['VP Marketing', 'Vice President Sales', 'VP Revenue Operations', 'Vice President Growth'],
  },
  {
    id: 'head',
    weight: 26,
    points: 14,
    titles: [
      'Head of Demand Generation',
      'Director of Sales Operations',
      'Head of RevOps',
      'Director, Digital Marketing',
    ],
  },
  {
    id: 'manager',
    weight: 28,
    points: 8,
    titles: ['Marketing Manager', 'CRM Manager', 'Sales Operations Manager', 'Growth Manager'],
  },
  {
    id: 'specialist',
    weight: 18,
    points: 2,
    titles: [
      'Marketing Specialist',
      'Salesforce Administrator',
      'Business Analyst',
      'Sales Development Representative',
    ],
  },
];

export const STUDENT_TITLES = ['Student', 'MBA Candidate', 'Working student', 'PhD researcher'];
export const FREE_MAIL = ['gmail.example', 'yahoo.example', 'outlook.example', 'hotmail.example'];
export const UNIVERSITIES = ['uni-hamburg.example', 'state-college.example', 'polytechnic.example'];
